package lowrank.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lowrank.network.OperatorSet;
import org.junit.jupiter.api.Test;

/** The documented operators are those of the importers' tables. */
class OperatorListTest {
  private static final Path FILE = Path.of("src/docs/OPERATORS.md");
  private static final String UPDATE = "samples.update";

  private static String text() {
    StringBuilder text = new StringBuilder("# Operators that are imported\n");
    text.append(
            "Written from the importers' tables; `lowrank doctor MODEL` says of every node of a")
        .append(" model whether it is\nsupported, and why not. In ONNX models, any operator that")
        .append(" reads constants only is evaluated at import.\n");
    for (OperatorSet set : ModelImporter.operators()) {
      text.append("\n## ").append(set.format()).append('\n');
      set.operators().forEach(name -> text.append("* `").append(name).append("`\n"));
    }
    return text.toString();
  }

  @Test
  void documentEqualsTables() throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(FILE, text());
    }
    assertThat(Files.readString(FILE))
        .as("stale; if wanted: mvn test -Dtest=OperatorListTest -D%s=true", UPDATE)
        .isEqualTo(text());
  }
}
