package lowrank.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Names for the layers of one program that C, C++ and Java accept. */
final class Identifiers {
  private static final int MAXIMUM_MODEL_LENGTH = 64;
  private static final int MAXIMUM_LAYER_LENGTH = 40;
  private static final Pattern MODEL = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** Endings that generated names of one layer may have. */
  private static final List<String> ROLES =
      List.of(
          "",
          "_weights",
          "_bias",
          "_multipliers",
          "_shifts",
          "_table",
          "_exponentials",
          "_pixel",
          "_gather",
          "_requantise",
          "_column",
          "_scales",
          "_row",
          "_rows");

  /** What names of functions that layers share start with, without the model's prefix. */
  private static final String SHARED = "k_";

  /** Names of the generated interface and of its helpers, without the model's prefix. */
  private static final Set<String> RESERVED =
      Set.of(
          "input",
          "output",
          "invoke",
          "run_layer",
          "self_test",
          "input_scale",
          "input_zero_point",
          "output_scale",
          "output_zero_point",
          "model_sha256",
          "class_names",
          "quantize",
          "quantize_channels",
          "quantize_input",
          "quantize_input_float",
          "quantize_means",
          "quantize_deviations",
          "quantize_table",
          "scale",
          "scale_any",
          "halve",
          "round_shift",
          "clamp",
          "divide",
          "larger",
          "shift_left",
          "reciprocal",
          "checksum",
          "test_input",
          "test_output",
          "test_checksums",
          "weights",
          "shift_is_arithmetic",
          "int_has_32_bits");

  /** Of C, C++ and Java, without those that start with an underscore. */
  private static final Set<String> KEYWORDS =
      Set.of(
          ("abstract alignas alignof and and_eq asm assert auto bitand bitor bool boolean break byte"
                  + " case catch char char16_t char32_t char8_t class co_await co_return co_yield"
                  + " compl concept const const_cast consteval constexpr constinit continue decltype"
                  + " default delete do double dynamic_cast else enum explicit export extends extern"
                  + " false final finally float for friend goto if implements import inline"
                  + " instanceof int interface long mutable namespace native new noexcept not not_eq"
                  + " null nullptr operator or or_eq package private protected public record"
                  + " register reinterpret_cast requires restrict return short signed sizeof static"
                  + " static_assert static_cast strictfp struct super switch synchronized template"
                  + " this thread_local throw throws transient true try typedef typeid typename"
                  + " typeof union unsigned using var virtual void volatile wchar_t while xor xor_eq"
                  + " yield")
              .split(" "));

  private final Set<String> taken = new HashSet<>(RESERVED);

  /**
   * No layer named yet.
   *
   * @param model prefix of all names; {@code main} is refused because of the example of that name
   * @throws CompileException if {@code model} cannot be a prefix
   */
  Identifiers(String model) {
    if (!isModel(model)) {
      throw new CompileException(Fault.BAD_NAME, model);
    }
  }

  /** Whether a text can be a model's prefix. */
  static boolean isModel(String text) {
    return MODEL.matcher(text).matches()
        && text.length() <= MAXIMUM_MODEL_LENGTH
        && !KEYWORDS.contains(text)
        && !text.equals("main");
  }

  /**
   * Letters, digits and single underscores of {@code name}, starting with a letter, no keyword, at
   * most {@value #MAXIMUM_LAYER_LENGTH} characters and a number that makes it, and all names
   * derived from it, differ from the earlier ones.
   */
  String unique(String name) {
    String plain = plain(name);
    String candidate = plain;
    for (int number = 2; !isFree(candidate); number++) {
      candidate = plain + "_" + number;
    }
    for (String role : ROLES) {
      taken.add(candidate + role);
    }
    return candidate;
  }

  private boolean isFree(String candidate) {
    return !KEYWORDS.contains(candidate)
        && ROLES.stream().noneMatch(role -> taken.contains(candidate + role));
  }

  private static String plain(String name) {
    String plain = trim(name.replaceAll("[^A-Za-z0-9]+", "_"));
    if (plain.isEmpty() || Character.isDigit(plain.charAt(0)) || plain.startsWith(SHARED)) {
      plain = trim("layer_" + plain);
    }
    return trim(plain.substring(0, Math.min(plain.length(), MAXIMUM_LAYER_LENGTH)));
  }

  private static String trim(String name) {
    return name.replaceAll("^_+|_+$", "");
  }
}
