package lowrank.curves;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.exporter.OnnxExporter;

/** Processor time and memory of the rank search against depth and number of images. */
public final class Cost {
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
  private static final Pattern MEMORY = Pattern.compile("peak (\\d+)");

  private Cost() {}

  /** Arguments: data folder, jar, and {@code DEPTHxIMAGES} as often as wanted. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("cost");
    System.out.println("| layers | images | processor time, s | peak memory, MB |");
    System.out.println("|---:|---:|---:|---:|");
    for (String point : List.of(arguments).subList(2, arguments.length)) {
      int depth = Integer.parseInt(point.substring(0, point.indexOf('x')));
      String images = point.substring(point.indexOf('x') + 1);
      Path model = folder.resolve("resnet" + depth + ".onnx");
      Files.write(model, OnnxExporter.write(DeepNetworks.of(depth)));
      String measured = measure(model, arguments[0], arguments[1], images);
      System.out.printf("| %d | %s | %s |%n", depth, images, measured);
    }
  }

  /** Runs the command in a shell, which knows what its children used. */
  private static String measure(Path model, String data, String jar, String images)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("java", "-jar", jar, "compress"));
    line.addAll(List.of(model.toString(), "--scale", "1/128", "--mean", "1", "--std", "1"));
    line.addAll(List.of("--calibration", data + "/cifar10/train_x.npy", "--samples", images));
    line.addAll(List.of("--max-multiplies", "50%", "-o", model + ".out.onnx"));
    String script =
        "\"$@\" & p=$!; m=0; while kill -0 $p 2>/dev/null; do"
            + " h=$(sed -n 's/VmHWM:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/$p/status 2>/dev/null || :);"
            + " m=${h:-$m}; sleep 1; done; wait $p; echo peak $((m / 1024)); times";
    List<String> shell = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    shell.addAll(line);
    Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher memory = MEMORY.matcher(text);
    Matcher times = TIMES.matcher(text);
    if (!memory.find() || !times.find() || !times.find()) {
      throw new IllegalStateException(text);
    }
    double seconds = 0;
    for (int group = 1; group < 4; group += 2) {
      seconds +=
          60 * Double.parseDouble(times.group(group)) + Double.parseDouble(times.group(group + 1));
    }
    return String.format(Locale.ROOT, "%.0f | %s", seconds, memory.group(1));
  }
}
