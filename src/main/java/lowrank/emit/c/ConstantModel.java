package lowrank.emit.c;

import java.util.List;
import java.util.function.Supplier;
import lowrank.tensor.ElementType;

/**
 * A table in flash. Many are only asked for their size, so that the text is made when it is needed.
 *
 * @param name of the C array
 * @param type C type of an element
 * @param comment lines over the definition
 * @param text makes the lines of values
 */
public record ConstantModel(
    String name,
    String type,
    int count,
    long bytes,
    List<String> comment,
    Supplier<List<String>> text) {
  /** Of numbers in decimal. */
  public static ConstantModel of(
      String name, ElementType type, List<String> comment, int[] values) {
    return new ConstantModel(
        name,
        CText.type(type),
        values.length,
        (long) values.length * type.bytes(),
        CText.wrap(comment),
        () -> CText.table(values));
  }

  /** Of words in hexadecimal, type {@code uint32_t}. */
  public static ConstantModel words(String name, List<String> comment, int[] words) {
    return new ConstantModel(
        name,
        "uint32_t",
        words.length,
        4L * words.length,
        CText.wrap(comment),
        () -> CText.hexadecimal(words));
  }

  /** The values, separated by commas. */
  public List<String> lines() {
    return text.get();
  }
}
