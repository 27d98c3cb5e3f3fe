package lowrank.emit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import lowrank.program.Program;
import lowrank.program.SourceBundle;

/** A generated class, compiled without warnings and loaded apart from the project's classes. */
final class CompiledReference {
  private final Class<?> type;
  private final Object instance;

  private CompiledReference(Class<?> type, Object instance) {
    this.type = type;
    this.instance = instance;
  }

  static CompiledReference of(Program program, Path folder) throws Exception {
    return of(List.of(program), folder).get(0);
  }

  /** The classes of several programs, which must have different identifiers. */
  static List<CompiledReference> of(List<Program> programs, Path folder) throws Exception {
    List<String> names = new ArrayList<>();
    for (Program program : programs) {
      SourceBundle bundle = new ReferenceEmitter().emit(program);
      for (var file : bundle.files().entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      names.add(ReferenceEmitter.className(program.identifier()));
    }
    compile(names.stream().map(name -> folder.resolve("java/" + name + ".java")).toList());
    List<CompiledReference> references = new ArrayList<>();
    for (String name : names) {
      references.add(load(folder.resolve("java"), name));
    }
    return references;
  }

  /** Java 8's language and warnings as errors. */
  private static void compile(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("--release", "8", "-Xlint:all,-options", "-Werror", "-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(messages.toString()).isEmpty();
      assertThat(done).isTrue();
    }
  }

  static CompiledReference load(Path folder, String name) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(name);
      try {
        return new CompiledReference(type, type.getConstructor().newInstance());
      } catch (InvocationTargetException e) {
        throw (Exception) e.getCause();
      }
    }
  }

  byte[] run(byte[] input) throws ReflectiveOperationException {
    return (byte[]) type.getMethod("run", byte[].class).invoke(instance, (Object) input);
  }

  byte[][] trace(byte[] input) throws ReflectiveOperationException {
    return (byte[][]) type.getMethod("trace", byte[].class).invoke(instance, (Object) input);
  }

  Object call(String method, Class<?> parameter, Object argument)
      throws ReflectiveOperationException {
    return type.getMethod(method, parameter).invoke(instance, argument);
  }

  Object constant(String name) throws ReflectiveOperationException {
    return type.getField(name).get(null);
  }
}
