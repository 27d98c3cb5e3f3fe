package lowrank.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lowrank.bench.Bench.Counted;
import lowrank.cost.CostModel;
import lowrank.cost.Work.Grain;
import lowrank.random.SizedNetworks;
import lowrank.target.Target;

/**
 * Fits a core's cost model to counted instructions of random layers. Every fourth network, and the
 * layers that peers are compared on, are held out and tell the error.
 */
final class CostFit {
  private static final Path FOLDER = Path.of("src/main/resources/lowrank/costs");
  private static final int NETWORKS = 28;
  private static final int LAYERS = 16;
  private static final int HELD_OUT = 4;

  /** Layers with fewer instructions matter to nobody. */
  private static final long SMALLEST = 2_000;

  /** Fewer measured layers than this tell nothing of a form. */
  private static final int FEWEST = 3;

  private static final List<Integer> PIXELS = List.of(1, 4);
  private static final List<Integer> CHANNELS = List.of(1, 2, 4, 8);
  private static final List<Integer> PRODUCTS = List.of(1, 4, 16);

  private CostFit() {}

  static void write(Target target, List<String> benchmarked) throws IOException {
    List<Counted> training = new ArrayList<>();
    List<Counted> heldOut = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      (i % HELD_OUT == 0 ? heldOut : training)
          .addAll(Bench.count(SizedNetworks.network(i, LAYERS), target));
    }
    for (String layer : benchmarked) {
      heldOut.addAll(Bench.count(BenchmarkLayers.network(layer), target));
    }
    training.removeIf(layer -> layer.instructions() < SMALLEST);
    heldOut.removeIf(layer -> layer.instructions() < SMALLEST);
    String core = target.emulated().orElseThrow().runs();
    CostModel unproven = new CostModel(core, training.size(), 0, 0, 0, forms(training));
    Map<String, Errors> errors = new TreeMap<>();
    Errors all = new Errors();
    for (Counted layer : heldOut) {
      String key = CostModel.key(layer.form(), layer.kernel());
      CostModel.Form form = unproven.forms().get(key);
      if (form != null) {
        double error = error(form, layer);
        errors.computeIfAbsent(key, name -> new Errors()).add(error);
        all.add(error);
      }
    }
    errors.forEach((key, e) -> System.out.println(target.name() + "  " + e + "  " + key));
    System.out.println(target.name() + ": held-out layers " + all);
    CostModel model =
        new CostModel(
            core, training.size(), all.count, all.mean(), all.worst(), unproven.forms());
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(CostModel.fileName(core)), text(model));
  }

  /** Percent by which a form is wrong about a layer. */
  private static double error(CostModel.Form form, Counted layer) {
    return 100 * Math.abs(form.instructions(layer.kernel()) / layer.instructions() - 1);
  }

  private static final class Errors {
    private int count;
    private double sum;
    private double worst;

    void add(double error) {
      count++;
      sum += error;
      worst = Math.max(worst, error);
    }

    double mean() {
      return tenths(sum / count);
    }

    double worst() {
      return tenths(worst);
    }

    private static double tenths(double percent) {
      return Math.ceil(10 * percent) / 10;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%3d: mean %5.1f %%, worst %5.1f %%", count, mean(), worst());
    }
  }

  private static Map<String, CostModel.Form> forms(List<Counted> training) {
    Map<String, List<Counted>> groups = new TreeMap<>();
    for (Counted layer : training) {
      String key = CostModel.key(layer.form(), layer.kernel());
      groups.computeIfAbsent(key, name -> new ArrayList<>()).add(layer);
    }
    Map<String, CostModel.Form> forms = new LinkedHashMap<>();
    groups.forEach(
        (key, layers) -> {
          if (layers.size() >= FEWEST) {
            forms.put(key, best(layers));
          }
        });
    return forms;
  }

  /** The grain that explains the counts best, the coarsest of equals. */
  private static CostModel.Form best(List<Counted> layers) {
    CostModel.Form best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int pixels : PIXELS) {
      for (int channels : CHANNELS) {
        for (Grain grain : grains(pixels, channels)) {
          CostModel.Form form = LeastSquares.fit(layers, grain);
          double sum = layers.stream().mapToDouble(l -> error(form, l) * error(form, l)).sum();
          if (sum < least) {
            least = sum;
            best = form;
          }
        }
      }
    }
    return best;
  }

  private static List<Grain> grains(int pixels, int channels) {
    List<Grain> grains = new ArrayList<>();
    for (int products : PRODUCTS) {
      grains.add(new Grain(pixels, channels, true, products));
      if (channels > 1) {
        grains.add(new Grain(pixels, channels, false, products));
      }
    }
    return grains;
  }

  private static String text(CostModel model) {
    StringBuilder text = new StringBuilder();
    text.append("# Instructions for each amount of work, fitted by `src/bench/run --fit`; the errors are\n");
    text.append("# percentages of the counts of layers that were held out.\n");
    text.append("core: \"" + model.core() + "\"\n");
    text.append("layers: " + model.layers() + "\nheld-out: " + model.heldOut() + "\n");
    text.append("mean-error: " + model.meanError() + "\nworst-error: " + model.worstError() + "\n");
    text.append("forms:\n");
    model
        .forms()
        .forEach(
            (name, form) -> {
              Grain grain = form.grain();
              text.append("  " + name + ":\n    layers: " + form.layers() + "\n");
              text.append("    grain: {pixels: " + grain.pixels() + ", channels: " + grain.channels());
              text.append(", whole: " + grain.whole() + ", products: " + grain.products() + "}\n    coefficients:\n");
              form.coefficients().forEach((k, v) -> text.append("      " + k + ": " + short5(v) + "\n"));
            });
    return text.toString();
  }

  private static String short5(double value) {
    return new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}
