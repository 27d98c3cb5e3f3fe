package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.Target;

/**
 * Builds a model's own objects for a target and measures them, as they are linked with {@code
 * --gc-sections}: without {@code run_layer} and the self-test.
 */
public final class ImageMeter {
  /**
   * Code, constants and stack. The target's compiler is used where it is installed, else the one of
   * its emulated core.
   *
   * @throws CompileException if neither is installed, the folder is not complete, or the sources do
   *     not compile
   */
  public ImageSize measure(GeneratedModel model, Target target) {
    boolean own =
        new Command(target.compiler().command()).installed() || target.emulated().isEmpty();
    String command = own ? target.compiler().command() : target.emulated().orElseThrow().compiler();
    boolean standIn = !own && target.emulated().orElseThrow().standIn();
    List<String> flags = own ? target.compiler().flags() : target.emulated().orElseThrow().flags();
    try (Workspace space = new Workspace()) {
      Path work = space.folder("work");
      List<String> all = new ArrayList<>(flags);
      all.add(target.compiler().optimize());
      all.addAll(List.of("-ffreestanding", "-ffunction-sections", "-fdata-sections"));
      Command compiler = new Command(command);
      CBuild build = new CBuild(model, compiler, all, work);
      build.harness();
      List<Path> objects = build.compileModel("-fcallgraph-info=su");
      CallGraph calls = new CallGraph();
      for (Path object : objects) {
        calls.read(Files.readAllLines(work.resolve(CBuild.stem(object) + ".ci")));
      }
      String unused = model.identifier() + "_run_layer";
      SectionSizes sizes = SectionSizes.of(compiler.sibling("size"), work, objects, unused);
      long stack = calls.deepest(model.identifier() + "_invoke");
      return new ImageSize(
          command + version(compiler, work), standIn, sizes.code(), sizes.constants(), stack);
    } catch (RunFailure e) {
      CompileException exception =
          new CompileException(Fault.NOT_RUNNABLE, model.folder(), command, e.getMessage());
      exception.initCause(e);
      throw exception;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A space and the version, or nothing if the compiler does not tell it in one word. */
  private static String version(Command compiler, Path work) {
    Command.Outcome outcome =
        compiler.run(work, Command.BUILD_LIMIT, List.of("-dumpfullversion", "-dumpversion"));
    String text = outcome.text().strip();
    return outcome.status() == 0 && text.matches("[\\w.+-]{1,40}") ? " " + text : "";
  }
}
