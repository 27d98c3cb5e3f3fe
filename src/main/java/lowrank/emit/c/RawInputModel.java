package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import lowrank.kernel.TensorType;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;

/**
 * How raw data become the network's input: the preprocessing, then the quantisation.
 *
 * @param channels of the input, the fastest dimension
 * @param uniform whether all raw bytes are looked up in one table, in order
 * @param swapped whether the raw data have their channels in reverse order
 * @param tables the input's integer for every raw byte, in lines: one table, or one per channel
 * @param tableOf the table of each channel, 0 without more than one
 * @param plain whether raw floats are the model's real input
 * @param scale factor of raw values, a literal; {@code means} and {@code deviations} likewise, one
 *     or one per channel
 * @param plusZeroPoint text that adds the zero point
 * @param pixels whether raw data are most likely bytes: an image of 1, 3 or 4 channels
 */
public record RawInputModel(
    int channels,
    boolean uniform,
    boolean swapped,
    List<List<String>> tables,
    List<Integer> tableOf,
    boolean plain,
    String scale,
    List<String> means,
    List<String> deviations,
    String plusZeroPoint,
    int minimum,
    int maximum,
    boolean pixels,
    List<String> comment) {
  private static final int BYTES = 256;

  static RawInputModel of(FixedNetwork network) {
    TensorType input = network.inputType();
    QuantizedType type = input.type();
    Preprocessing preprocessing = network.provenance().preprocessing();
    int channels = input.shape().channels();
    boolean several = preprocessing.mean().size() > 1 || preprocessing.std().size() > 1;
    int count = several ? channels : 1;
    List<List<String>> tables = new ArrayList<>();
    for (int channel = 0; channel < count; channel++) {
      tables.add(table(preprocessing, type, channel));
    }
    boolean swapped = preprocessing.reversed();
    return new RawInputModel(
        channels,
        count == 1 && !swapped,
        swapped,
        tables,
        IntStream.range(0, swapped ? channels : 0).map(c -> several ? c : 0).boxed().toList(),
        preprocessing.isNone(),
        CText.doubleLiteral(preprocessing.scale()),
        preprocessing.mean().stream().map(CText::doubleLiteral).toList(),
        preprocessing.std().stream().map(CText::doubleLiteral).toList(),
        CText.plus(type.zeroPoint()),
        type.element().minimum(),
        type.element().maximum(),
        input.shape().rank() == 3 && (channels == 1 || channels == 3 || channels == 4),
        words(preprocessing));
  }

  private static List<String> table(Preprocessing preprocessing, QuantizedType type, int channel) {
    return CText.table(
        IntStream.range(0, BYTES)
            .map(raw -> type.quantize(preprocessing.apply(raw, channel)))
            .toArray());
  }

  private static List<String> words(Preprocessing preprocessing) {
    if (preprocessing.isNone()) {
      return List.of("they are the model's real input.");
    }
    String order = preprocessing.reversed() ? ", last channel first in the raw data" : "";
    return CText.wrap(
        List.of(
            CText.format(
                "(raw * %s - mean) / std, mean %s, std %s%s.",
                CText.significant(preprocessing.scale(), 9),
                list(preprocessing.mean()),
                list(preprocessing.std()),
                order)));
  }

  private static String list(List<Double> values) {
    return String.join(
            ", ", values.stream().map(value -> CText.significant(value, 9)).limit(4).toList())
        + (values.size() > 4 ? ", ..." : "");
  }
}
