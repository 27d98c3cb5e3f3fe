package lowrank.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteOrder;
import java.nio.file.Path;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  @TempDir Path folder;

  private Path save(String type, String shape, byte[] elements) {
    return NpyBytes.save(folder, "y.npy", NpyBytes.file(type, shape, elements));
  }

  @Test
  void wholeNumbersOfAnyWidthAreRead() {
    Labels bytes = Labels.read(save("|u1", "(3,)", NpyBytes.bytes(0, 9, 5)), 3, 10);
    assertThat(bytes.count()).isEqualTo(3);
    assertThat(bytes.at(1)).isEqualTo(9);
    byte[] longs = NpyBytes.longs(ByteOrder.LITTLE_ENDIAN, 8, 0, 9, 5);
    assertThat(Labels.read(save("<i8", "(3, 1)", longs), 3, 10).at(2)).isEqualTo(5);
  }

  @Test
  void anotherNumberOfLabelsIsRefused() {
    Path path = save("|u1", "(3,)", NpyBytes.bytes(0, 9, 5));
    assertFault(path, 4, 10, Fault.LABEL_COUNT, "3 labels for 4 samples");
    Path oneHot = save("|u1", "(3, 2)", NpyBytes.bytes(0, 1, 1, 0, 0, 1));
    assertFault(oneHot, 3, 2, Fault.LABEL_COUNT, "6 labels for 3 samples");
  }

  @Test
  void labelsThatAreNoClassesAreRefused() {
    assertFault(save("|u1", "(2,)", NpyBytes.bytes(0, 10)), 2, 10, Fault.LABEL_RANGE, "label 10 ");
    assertFault(save("|i1", "(2,)", NpyBytes.bytes(0, -1)), 2, 10, Fault.LABEL_RANGE, "label -1 ");
  }

  @Test
  void realNumbersAreNoLabels() {
    byte[] floats = NpyBytes.floats(ByteOrder.LITTLE_ENDIAN, 0, 1);
    assertFault(save("<f4", "(2,)", floats), 2, 10, Fault.DATA_TYPE, "float32");
  }

  private static void assertFault(Path path, int count, int classes, Fault fault, String text) {
    CompileException error =
        catchThrowableOfType(CompileException.class, () -> Labels.read(path, count, classes));
    assertThat(error).isNotNull();
    assertThat(error.fault()).isEqualTo(fault);
    assertThat(error.getMessage()).contains("y.npy").contains(text);
  }
}
