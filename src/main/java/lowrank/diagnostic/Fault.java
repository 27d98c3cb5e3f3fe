package lowrank.diagnostic;

import java.util.Locale;

/**
 * The things that can be wrong with what a user gave. Each has one line of text: what is wrong
 * where, and after the semicolon the way out. {@code %s} stands for the arguments, the file first.
 */
public enum Fault {
  /** A file that cannot be opened or read: file, reason. */
  UNREADABLE_FILE("%s: cannot be read (%s); check the path and its permissions"),
  /** No file of that name comes with the tool: name, existing ones. */
  UNKNOWN_BUNDLED("%s: does not exist; the bundled files are %s"),
  /** Neither ONNX nor TFLite, or cut short: file, reason. */
  NOT_A_MODEL("%s: not a readable model (%s); give a complete .onnx or .tflite file"),
  /** Operators without an implementation: file, list of operator and node. */
  UNSUPPORTED_OPERATORS("%s: unsupported: %s; replace them in the model before exporting it"),
  /** A version of the ONNX operators that is not read: file, version, oldest, newest read. */
  UNSUPPORTED_OPSET("%s: opset %s is not supported; export the model with opset %s to %s"),
  /** An attribute or constellation of a known operator: file, node, what, remedy. */
  UNSUPPORTED_FORM("%s: node %s: %s; %s"),
  /** NaN or infinity among the weights: file, node. */
  NON_FINITE_WEIGHTS(
      "%s: node %s: weights contain NaN or infinity; train or export the model again"),
  /** More than any microcontroller runs: file, what. */
  MODEL_TOO_LARGE("%s: the model has %s; reduce it, no microcontroller runs so much"),
  /** A dimension that is zero, negative or symbolic: file, tensor, shape. */
  DYNAMIC_SHAPE("%s: tensor %s has shape %s; export the model with fixed, positive dimensions"),
  /** More than one input or output: file, which, count. */
  SEVERAL_ENDS("%s: the model has %s; export it with one input and one output"),
  /** An operator whose inputs do not fit together: node, what. */
  SHAPE_MISMATCH("node %s: %s; the model is inconsistent, export it again"),
  /** A quantised model's scale, zero point or bias: file, node, what, remedy. */
  BAD_QUANTIZATION("%s: node %s: %s; %s"),
  /** A model without scales where an integer one is needed: file. */
  NOT_QUANTIZED(
      "%s: the model is not quantised; run `lowrank compress` on it with --calibration first"),
  /** Worst-case sum beyond int32: node, bound. */
  ACCUMULATOR_OVERFLOW(
      "node %s: the sum can reach %s and overflow 32 bits; split the layer, reduce its input channels, or keep its input in int8"),
  /** Not a .npy or .npz file that can be read: file, reason. */
  NOT_AN_ARRAY(
      "%s: not a readable .npy or .npz array (%s); save it with numpy.save as uint8, int8 or float32"),
  /** Data that do not fit the model: file, shape, expected. */
  DATA_SHAPE(
      "%s: samples of shape %s do not fit the model's input %s; save the data in that layout"),
  /** Data of a type that is not taken: file, type, expected. */
  DATA_TYPE("%s: element type %s cannot be used here; save it as %s"),
  /** NaN or infinity in data: file, sample. */
  NON_FINITE_DATA("%s: sample %s contains NaN or infinity; remove it"),
  /** Labels of another length than the samples: file, labels, samples. */
  LABEL_COUNT("%s: %s labels for %s samples; give one label for each sample"),
  /** A label that is not a class: file, label, classes. */
  LABEL_RANGE("%s: label %s is not one of the model's %s classes; number the classes from 0"),
  /** Labels for outputs that are no classes: file, output. */
  NOT_A_CLASSIFIER(
      "%s: labels say nothing about a network whose output is %s; leave them out, then it is compared with the original network"),
  /** Values that leave float32 on the way through the network: layer, sample. */
  NON_FINITE_VALUES(
      "layer %s: its values on calibration sample %s are not finite; check the model's weights, --scale, --mean and --std"),
  /** A file of class names: file, reason. */
  BAD_CLASSES("%s: not a list of class names (%s); write one name a line, in UTF-8"),
  /** Another number of class names than of outputs: file, names, outputs. */
  CLASS_COUNT("%s: %s class names for %s outputs; give one name for each output, in their order"),
  /** A rank outside its range: layer, rank, limit. */
  RANK_OUT_OF_RANGE("layer %s: rank %s is outside 1 to %s; choose a rank in that range"),
  /** A layer name that the model does not have: layer, existing ones. */
  UNKNOWN_LAYER("layer %s does not exist; the layers that can be decomposed are %s"),
  /** A method that does not apply to a layer: layer, method, reason. */
  METHOD_NOT_APPLICABLE("layer %s: method %s does not apply (%s); choose another method or none"),
  /** A layer that cannot have 16-bit outputs: layer, reason. */
  NOT_INT16("layer %s: cannot be int16 (%s); leave it out of --int16"),
  /** A drop that no choice of int16 layers keeps: drop, accuracy in float, in int8, at best. */
  INT16_DROP(
      "option --int16-drop: %s is not kept (%s in float, %s in int8, %s with the best int16 layers); allow a larger drop, or another --range"),
  /** An option's value: option, value, expected. */
  BAD_OPTION("option %s: %s is not valid; give %s"),
  /** A configuration file: file, what. */
  BAD_CONFIG("%s: %s; see src/docs/CONFIGURATION.md"),
  /** A key that no configuration file has: file, key, the nearest one. */
  UNKNOWN_KEY("%s: there is no key %s; the nearest is %s"),
  /** A budget that cannot be met: what was asked for, the least that can. */
  INFEASIBLE_BUDGET("the budget %s cannot be met; %s"),
  /** An option that another one needs: option, what is missing. */
  MISSING_OPTION("%s needs %s; add it"),
  /** Output folder exists with content of another origin: folder. */
  OUTPUT_NOT_EMPTY("%s: is not empty and was not written by this tool; choose a new folder"),
  /** Output folder that this tool wrote exists: folder. */
  OUTPUT_EXISTS("%s: is there already; add --force to replace it, or choose a new folder"),
  /** Output place that cannot be written: path, reason. */
  OUTPUT_UNWRITABLE("%s: cannot be written (%s); choose a folder that you may write to"),
  /** No such target: name, existing ones. */
  UNKNOWN_TARGET("target %s does not exist; choose one of %s"),
  /** A target descriptor: file, what. */
  BAD_TARGET("%s: %s; see the other descriptors under targets/"),
  /** An arena beyond the target's memory: target, what, remedy; exit status 1. */
  ARENA_TOO_LARGE("target %s: the model does not fit: %s; %s"),
  /** A name that cannot be a C identifier: name. */
  BAD_NAME(
      "name %s cannot be a C identifier; use letters, digits and _, starting with a letter, at most 64 and no keyword or main"),
  /** A folder that `generate` did not write: folder, missing file. */
  NOT_GENERATED("%s: not a generated folder (no %s); give a folder written by generate or build"),
  /** The report of a generated folder: file, reason. */
  BAD_REPORT("%s: not a readable report (%s); generate the folder again"),
  /** Generated sources that do not build or run where they are measured: folder, where, reason. */
  NOT_RUNNABLE("%s: fails on %s (%s); generate the folder again, and verify it"),
  /** A model beyond an emulated machine: folder, machine, what it needs. */
  EMULATED_MEMORY(
      "%s: does not fit the memory of %s (%s); verify it on the host, or choose a target with more"),
  /** A tool that verification needs: command, package. */
  TOOL_MISSING("%s is not installed; install it with your package manager (Debian: %s)");

  private final String format;

  Fault(String format) {
    this.format = format;
  }

  /** The line for the user, line breaks in the arguments replaced by spaces. */
  String message(Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).replaceAll("\\s*\\R\\s*", " ");
  }
}
