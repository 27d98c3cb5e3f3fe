package lowrank.verify;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** The folder's Java class, compiled and loaded apart from this program's classes. */
public record JavaClass() implements Implementation {
  private static final String FOLDER = "java";

  @Override
  public String where() {
    return "java";
  }

  @Override
  public Optional<TouchedMemory> run(GeneratedModel model, Path work, Path inputs, Path outputs)
      throws RunFailure {
    try {
      Path source = source(model);
      compile(source, work);
      copyResources(source.getParent(), work);
      try (URLClassLoader loader = loader(work);
          InputStream from = Files.newInputStream(inputs);
          OutputStream to = new BufferedOutputStream(Files.newOutputStream(outputs))) {
        Class<?> type = loader.loadClass(CBuild.stem(source));
        runAll(type, model.network().inputType().bytes(), from, to);
      }
      return Optional.empty();
    } catch (InvocationTargetException e) {
      throw RunFailure.of(thrown(e.getCause()));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw RunFailure.of(e.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only class in the folder's {@code java}. */
  private static Path source(GeneratedModel model) throws IOException {
    Path folder = model.folder().resolve(FOLDER);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> sources =
            files.filter(file -> file.toString().endsWith("Reference.java")).sorted().toList();
        if (sources.size() == 1) {
          return sources.get(0);
        }
      }
    }
    throw new CompileException(
        Fault.NOT_GENERATED, model.folder(), FOLDER + "/<Name>Reference.java");
  }

  private static void compile(Path source, Path work) throws IOException, RunFailure {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CompileException(Fault.TOOL_MISSING, "javac", new Command("javac").debianPackage());
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options = List.of("-d", work.toString(), "-proc:none");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      boolean done =
          compiler
              .getTask(null, files, problems, options, null, files.getJavaFileObjects(source))
              .call();
      if (!done) {
        throw RunFailure.of(complaint(source, problems.getDiagnostics()));
      }
    }
  }

  private static String complaint(
      Path source, List<Diagnostic<? extends JavaFileObject>> problems) {
    return problems.stream()
        .findFirst()
        .map(
            problem ->
                source.getFileName()
                    + ":"
                    + problem.getLineNumber()
                    + ": "
                    + problem.getMessage(Locale.ROOT).lines().findFirst().orElse(""))
        .orElse("javac fails without a message");
  }

  private static void copyResources(Path folder, Path work) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".bin")).toList()) {
        Files.copy(file, work.resolve(file.getFileName()));
      }
    }
  }

  private static URLClassLoader loader(Path work) throws IOException {
    return new URLClassLoader(
        new URL[] {work.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  /** What the class threw, and the innermost of its methods. */
  private static String thrown(Throwable cause) {
    StackTraceElement[] frames = cause.getStackTrace();
    return cause + (frames.length == 0 ? "" : " in " + frames[0].getMethodName());
  }

  private static void runAll(Class<?> type, int inputBytes, InputStream from, OutputStream to)
      throws IOException, ReflectiveOperationException {
    Object instance = type.getConstructor().newInstance();
    Method trace = type.getMethod("trace", byte[].class);
    Method run = type.getMethod("run", byte[].class);
    byte[] input = from.readNBytes(inputBytes);
    while (input.length == inputBytes) {
      for (byte[] tensor : (byte[][]) trace.invoke(instance, (Object) input)) {
        to.write(tensor);
      }
      to.write((byte[]) run.invoke(instance, (Object) input));
      input = from.readNBytes(inputBytes);
    }
  }
}
