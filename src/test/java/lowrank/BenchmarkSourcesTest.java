package lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark lies outside the build; it must still compile against the project as it is. */
class BenchmarkSourcesTest {
  @TempDir Path classes;

  @Test
  void compileAgainstTheProject() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/bench/lowrank"))) {
      files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
    }
    assertThat(sources).isNotEmpty();
    List<String> options =
        List.of("-proc:none", "-Xlint:all,-path", "-cp", classPath(), "-d", classes.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      compiler
          .getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    assertThat(found.getDiagnostics()).isEmpty();
  }

  /** Surefire hides the class path of the tests behind a jar of its own. */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    return System.getProperty("surefire.test.class.path", own);
  }
}
