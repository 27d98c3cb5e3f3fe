package lowrank.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's documentation builds without a warning, nothing undocumented in it. */
class JavadocTest {
  @TempDir private Path folder;

  @Test
  void theDocumentationOfTheLibraryBuilds() throws IOException {
    assertThat(warnings("src/main/java/lowrank/api", List.of("-Xdoclint:all"))).isEmpty();
    assertThat(folder.resolve("lowrank/api/Lowrank.html")).isNotEmptyFile();
  }

  private String warnings(String sources, List<String> options) throws IOException {
    DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
    StringWriter messages = new StringWriter();
    List<Path> files;
    try (Stream<Path> paths = Files.walk(Path.of(sources))) {
      files = paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-quiet", "-notimestamp", "-Werror", "-encoding", "UTF-8"));
    try (StandardJavaFileManager manager = tool.getStandardFileManager(null, null, null)) {
      manager.setLocationFromPaths(
          DocumentationTool.Location.DOCUMENTATION_OUTPUT, List.of(folder));
      manager.setLocationFromPaths(
          StandardLocation.CLASS_PATH,
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .toList());
      Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(files);
      boolean done = tool.getTask(messages, manager, null, null, all, units).call();
      return done ? messages.toString() : "failed: " + messages;
    }
  }
}
