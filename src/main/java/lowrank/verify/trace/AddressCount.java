package lowrank.verify.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * How often the instruction at an address was executed.
 *
 * @param taken how often the execution went on elsewhere than behind it
 */
public record AddressCount(long address, long executed, long taken) {
  private static final String MARK = "mark";

  /**
   * Reads what the counting plugin writes as its profile: one list for every time between marks,
   * the first for the time before the first mark.
   */
  public static List<List<AddressCount>> parse(List<String> lines) {
    List<List<AddressCount>> intervals = new ArrayList<>();
    List<AddressCount> interval = new ArrayList<>();
    for (String line : lines) {
      if (line.equals(MARK)) {
        intervals.add(List.copyOf(interval));
        interval.clear();
      } else {
        String[] words = line.split(" ");
        interval.add(
            new AddressCount(
                Long.parseLong(words[0], 16), Long.parseLong(words[1]), Long.parseLong(words[2])));
      }
    }
    return intervals;
  }
}
