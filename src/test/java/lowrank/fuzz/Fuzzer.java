package lowrank.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.cli.Main;
import lowrank.data.Samples;
import lowrank.data.TemporaryPath;
import lowrank.diagnostic.CompileException;
import lowrank.emit.c.CEmitter;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;

/**
 * Feeds damaged files to the readers. Execution {@code n} of a seed is always the same file.
 * Allowed is that a file is taken, or refused with a {@link CompileException}; of the command line,
 * status 0 with a whole folder, or 1 or 2 with one line and nothing written.
 */
public final class Fuzzer {
  /** One in so many model files goes through the whole command line. */
  private static final int COMMANDS = 8;

  private static final double SECONDS = 20;

  private enum Kind {
    ONNX(40),
    TFLITE(25),
    ARRAY(20),
    TARGET(15);

    private final int share;

    Kind(int share) {
      this.share = share;
    }
  }

  private final long seed;
  private final Path folder;
  private final Map<Kind, List<byte[]>> corpus = new EnumMap<>(Kind.class);
  private final Map<Kind, long[]> counts = new EnumMap<>(Kind.class);
  private final Map<String, String> crashes = new TreeMap<>();
  private final Target target = Targets.load("cortex-m4");
  private double slowest;

  /** A fuzzer that works in an empty folder. */
  public Fuzzer(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    corpus.put(Kind.ONNX, Corpus.onnx());
    corpus.put(Kind.TFLITE, Corpus.tflite());
    corpus.put(Kind.ARRAY, Corpus.arrays());
    corpus.put(Kind.TARGET, Corpus.targets());
    for (Kind kind : Kind.values()) {
      counts.put(kind, new long[2]);
    }
  }

  /** Runs executions {@code first} to {@code first + count}. */
  public void run(long first, long count) {
    for (long n = first; n < first + count; n++) {
      execute(n);
    }
  }

  /** What went wrong: the execution and the error, by where it arose. */
  public Map<String, String> crashes() {
    return crashes;
  }

  /** Longest execution in seconds. */
  public double slowest() {
    return slowest;
  }

  /** How many files of each kind were tried and taken, the slowest, and the memory used. */
  public String summary() {
    String kinds =
        counts.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue()[0] + " (" + e.getValue()[1] + " taken)")
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s; slowest %.2f s; peak heap %d MiB; peak resident %s; distinct crashes %d",
        kinds,
        slowest,
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum()
            >> 20,
        resident(),
        crashes.size());
  }

  private static String resident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      Optional<String> line = lines.filter(l -> l.startsWith("VmHWM:")).findFirst();
      return line.map(l -> l.substring(6).strip()).orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private void execute(long n) {
    Random random = new Random(seed * 1_000_003 + n);
    Kind kind = draw(random);
    List<byte[]> files = corpus.get(kind);
    byte[] original = files.get(random.nextInt(files.size()));
    byte[] bytes = mutated(kind, original, files, random);
    counts.get(kind)[0]++;
    long start = System.nanoTime();
    try {
      boolean command = random.nextInt(COMMANDS) == 0;
      if (command ? command(kind, bytes, random) : read(kind, bytes)) {
        counts.get(kind)[1]++;
      }
    } catch (CompileException e) {
      checkMessage(n, kind, bytes, e);
    } catch (Throwable e) {
      crash(n, kind, bytes, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds > SECONDS) {
      crash(n, kind, bytes, new AssertionError("took " + seconds + " s"));
    }
    slowest = Math.max(slowest, seconds);
  }

  private static Kind draw(Random random) {
    int ticket = random.nextInt(Stream.of(Kind.values()).mapToInt(kind -> kind.share).sum());
    for (Kind kind : Kind.values()) {
      ticket -= kind.share;
      if (ticket < 0) {
        return kind;
      }
    }
    throw new IllegalStateException();
  }

  private static byte[] mutated(Kind kind, byte[] original, List<byte[]> files, Random random) {
    Mutator mutator = new Mutator(random);
    return switch (kind) {
      case ONNX ->
          random.nextInt(3) == 0
              ? mutator.bytes(original, files)
              : new ProtoMutator(random).mutate(original);
      case TFLITE, ARRAY -> mutator.bytes(original, files);
      case TARGET -> mutator.text(original, files);
    };
  }

  /** Reads a file in this process; whether it was taken. */
  private boolean read(Kind kind, byte[] bytes) throws IOException {
    switch (kind) {
      case ONNX, TFLITE -> {
        ImportedModel model = ModelImporter.read(folder.resolve("net.onnx").toString(), bytes);
        if (model.quantization().isPresent()) {
          FixedNetwork network =
              FixedNetworkBuilder.build(model.network(), model.quantization().get());
          Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
        }
      }
      case ARRAY -> Samples.read(write("x.npy", bytes));
      case TARGET -> Targets.load(write("board.yaml", bytes).toString());
    }
    return true;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Gives a file to a command and checks all that the command leaves; whether it was taken. */
  private boolean command(Kind kind, byte[] bytes, Random random) throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    try {
      Path out = work.resolve("firmware");
      String model = "src/test/resources/samples/lenet_mnist/lenet_mnist.onnx";
      Path file = work.resolve(kind == Kind.TARGET ? "f.yaml" : kind == Kind.ARRAY ? "f.npy" : "f");
      Files.write(file, bytes);
      String generate = "generate --target %s --package none -o " + out + " ";
      String line =
          switch (kind) {
            case ONNX, TFLITE ->
                random.nextInt(3) == 0 ? "inspect " + file : generate.formatted("esp32") + file;
            case ARRAY -> "run " + model + " --inputs " + file + " -o " + out;
            case TARGET -> generate.formatted(file) + model;
          };
      StringWriter printed = new StringWriter();
      StringWriter err = new StringWriter();
      int status = Main.run(new PrintWriter(printed), new PrintWriter(err), line.split(" "));
      check(status, err.toString(), work, out, line);
      return status == 0;
    } finally {
      delete(work);
    }
  }

  private static void check(int status, String err, Path work, Path out, String line) {
    String what = line.substring(0, line.indexOf(' ')) + " ended with " + status + ": " + err;
    if (status != 0 && status != 1 && status != 2) {
      throw new AssertionError(what);
    }
    if (status != 0 && err.lines().count() != 1) {
      throw new AssertionError("not one line; " + what);
    }
    boolean whole = Files.isRegularFile(out) || Files.exists(out.resolve("report.json"));
    boolean writes = !line.startsWith("inspect");
    try (Stream<Path> left = Files.list(work)) {
      long expected = status == 0 && writes ? 2 : 1;
      if (left.count() != expected || (status == 0 && writes && !whole)) {
        throw new AssertionError("a partial result; " + what);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    new TemporaryPath(root).close();
  }

  private void checkMessage(long n, Kind kind, byte[] bytes, CompileException e) {
    if (e.getMessage().lines().count() != 1 || e.getMessage().contains("Exception")) {
      crash(n, kind, bytes, new AssertionError("message: " + e.getMessage(), e));
    }
  }

  private void crash(long n, Kind kind, byte[] bytes, Throwable e) {
    String place =
        Arrays.stream(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("lowrank."))
            .limit(2)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    String text = String.valueOf(e.getMessage());
    String head = e instanceof AssertionError ? text.replaceAll("[0-9.]+ s|/\\S+", "") : place;
    String key = kind + " " + e.getClass().getSimpleName() + " " + head;
    String value = "execution " + n + ", " + bytes.length + " bytes: " + e + " at " + place;
    crashes.putIfAbsent(key.substring(0, Math.min(key.length(), 250)), value);
  }

  /**
   * Runs for as long as it takes: executions, and optionally the first one and the seed.
   *
   * @param arguments numbers
   */
  public static void main(String[] arguments) throws IOException {
    long count = Long.parseLong(arguments[0]);
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    Path folder = Files.createTempDirectory("fuzz");
    Fuzzer fuzzer = new Fuzzer(seed, folder);
    for (long done = 0; done < count; done += 1000) {
      int before = fuzzer.crashes().size();
      fuzzer.run(first + done, Math.min(1000, count - done));
      if (fuzzer.crashes().size() > before || done % 10_000 == 0) {
        System.out.println((first + done) + ": " + fuzzer.summary());
        fuzzer.crashes().forEach((key, value) -> System.out.println(key + "\n    " + value));
      }
    }
    System.out.println("end: " + fuzzer.summary());
    delete(folder);
  }
}
