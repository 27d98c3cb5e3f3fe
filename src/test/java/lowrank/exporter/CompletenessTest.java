package lowrank.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lowrank.operator.Operator;
import org.junit.jupiter.api.Test;

/** Every operator has a writer, and a network here that uses it. */
class CompletenessTest {
  @Test
  void everyOperatorHasAWriter() {
    Set<String> written =
        OperatorWriters.types().stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(written).isEqualTo(operators());
  }

  @Test
  void everyOperatorIsTested() {
    Set<String> used =
        TestNetworks.all().values().stream()
            .flatMap(network -> network.layers().stream())
            .map(layer -> layer.operator().getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(used).isEqualTo(operators());
  }

  private static Set<String> operators() {
    Set<String> operators =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("lowrank.operator")
                .stream()
                .filter(type -> type.isAssignableTo(Operator.class) && type.isRecord())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(operators).contains("Conv2d", "Dense");
    return operators;
  }
}
