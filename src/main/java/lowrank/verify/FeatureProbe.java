package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.Target;

/** Asks a target's compiler whether its flags enable the features that the descriptor names. */
public final class FeatureProbe {
  /** Macros that stand for features, by the macro that tells the architecture. */
  private static final Map<String, Map<String, String>> MACROS = new LinkedHashMap<>();

  static {
    MACROS.put(
        "__arm__",
        Map.of(
            "dsp", "__ARM_FEATURE_DSP",
            "mve", "__ARM_FEATURE_MVE",
            "hardware-divide", "__ARM_FEATURE_IDIV",
            "unaligned-access", "__ARM_FEATURE_UNALIGNED"));
    MACROS.put("__riscv", Map.of("hardware-divide", "__riscv_div", "long-multiply", "__riscv_mul"));
  }

  /** Features that only Arm cores have. */
  private static final Set<String> ARM_ONLY = Set.of("dsp", "mve");

  private FeatureProbe() {}

  /**
   * Checks a descriptor against its compiler; the compiler of its emulated core where its own is
   * not installed, and nothing where neither is.
   *
   * @param file the descriptor's name, for the message
   * @throws CompileException if the compiler does not take the flags, or they leave a feature out
   */
  public static void check(String file, Target target) {
    Command own = new Command(target.compiler().command());
    boolean same = target.emulated().isPresent() && !target.emulated().orElseThrow().standIn();
    if (own.installed()) {
      check(file, target, own, target.compiler().flags());
    } else if (same && new Command(target.emulated().orElseThrow().compiler()).installed()) {
      Target.Emulator machine = target.emulated().orElseThrow();
      check(file, target, new Command(machine.compiler()), machine.flags());
    }
  }

  private static void check(String file, Target target, Command compiler, List<String> flags) {
    Set<String> macros = macros(file, compiler, flags);
    for (String feature : target.features()) {
      String macro = macro(feature, macros);
      if (!macro.isEmpty() && !macros.contains(macro)) {
        throw new CompileException(
            Fault.BAD_TARGET,
            file,
            "feature "
                + feature
                + " is not enabled by `"
                + (compiler.name() + " " + String.join(" ", flags)).strip()
                + "`, which does not define "
                + macro
                + "; take "
                + feature
                + " out of features, or compile for a core that has it");
      }
    }
  }

  private static String macro(String feature, Set<String> macros) {
    for (Map.Entry<String, Map<String, String>> architecture : MACROS.entrySet()) {
      if (macros.contains(architecture.getKey()) && architecture.getValue().containsKey(feature)) {
        return architecture.getValue().get(feature);
      }
    }
    return ARM_ONLY.contains(feature) ? MACROS.get("__arm__").get(feature) : "";
  }

  private static Set<String> macros(String file, Command compiler, List<String> flags) {
    try (Workspace space = new Workspace()) {
      Path work = space.folder("work");
      Path empty = Files.createFile(work.resolve("empty.c"));
      Path text = work.resolve("macros.txt");
      List<String> arguments = new ArrayList<>(flags);
      arguments.addAll(List.of("-E", "-dM", empty.toString()));
      Command.Outcome outcome = compiler.run(work, Command.BUILD_LIMIT, arguments, text);
      if (outcome.status() != 0) {
        String line = outcome.text().lines().findFirst().orElse("exit status " + outcome.status());
        throw new CompileException(
            Fault.BAD_TARGET, file, "compiler.flags are refused (" + line.strip() + ")");
      }
      try (var lines = Files.lines(text)) {
        return lines
            .map(line -> line.split("\\s+"))
            .filter(words -> words.length > 1 && words[0].equals("#define"))
            .map(words -> words[1])
            .collect(Collectors.toSet());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
