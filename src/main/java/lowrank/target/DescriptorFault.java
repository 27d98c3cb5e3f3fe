package lowrank.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with a descriptor's text. */
final class DescriptorFault {
  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '([^']+)'.*", Pattern.DOTALL);
  private static final Pattern CONVERSION =
      Pattern.compile("Cannot construct instance of `[^`]*`, problem: (.*)", Pattern.DOTALL);
  private static final Pattern TYPE =
      Pattern.compile("Cannot deserialize value of type `([^`]*)` from (.*)", Pattern.DOTALL);

  private DescriptorFault() {}

  /** One line: the key with its place, and what is wrong with it. */
  static String describe(JsonProcessingException fault) {
    String line =
        fault.getLocation() == null ? "" : "line " + fault.getLocation().getLineNr() + ": ";
    if (!(fault instanceof JsonMappingException mapping)) {
      return line + "not readable as YAML (" + fault.getOriginalMessage() + ")";
    }
    String place = place(mapping);
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return line
          + "key "
          + place
          + " is unknown; take it out, the keys there are "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (fault instanceof InvalidNullException) {
      return line + "key " + place + " has no value; give it one or take it out";
    }
    String message = fault.getOriginalMessage();
    Matcher missing = MISSING.matcher(message);
    if (missing.matches()) {
      String key = place.isEmpty() || place.endsWith(missing.group(1)) ? place : place + ".";
      key = key.endsWith(missing.group(1)) ? key : key + missing.group(1);
      return "key " + key + " is missing; add it";
    }
    Matcher conversion = CONVERSION.matcher(message);
    Matcher type = TYPE.matcher(message);
    String what =
        conversion.matches()
            ? conversion.group(1)
            : type.matches() ? "it has the wrong type" : message;
    return line + "key " + place + ": " + what;
  }

  private static String place(JsonMappingException fault) {
    return fault.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }
}
