package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** A node of the graph: its attributes, its inputs' names and the way to complain about it. */
final class Node {
  /** Larger kernels, strides or paddings are refused; sums and products of two fit an int. */
  private static final int LARGEST_STEP = 1 << 14;

  private final String file;
  private final int opset;
  private final NodeProto proto;

  Node(String file, int opset, NodeProto proto) {
    this.file = file;
    this.opset = opset;
    this.proto = proto;
  }

  /** A node of the same model that is not in the file. */
  Node with(NodeProto replacement) {
    return new Node(file, opset, replacement);
  }

  /** Version of the operators. */
  int opset() {
    return opset;
  }

  /** The node as in the file. */
  NodeProto proto() {
    return proto;
  }

  /** Operator, with its domain unless that is ONNX's own. */
  String kind() {
    return isStandard() ? proto.getOpType() : proto.getDomain() + "." + proto.getOpType();
  }

  /** Whether the operator is one of ONNX's own. */
  boolean isStandard() {
    return proto.getDomain().isEmpty() || proto.getDomain().equals("ai.onnx");
  }

  /** The node's name for messages; its output's name if it has none. */
  String label() {
    return proto.getName().isEmpty() && proto.getOutputCount() > 0
        ? proto.getOutput(0)
        : proto.getName();
  }

  /** An exception about an attribute or constellation that is not supported. */
  CompileException unsupported(String what, String remedy) {
    return new CompileException(
        Fault.UNSUPPORTED_FORM, file, label(), kind() + ": " + what, remedy);
  }

  /** An exception about a node that breaks ONNX's own rules. */
  CompileException malformed(String what) {
    return unsupported(what, "the model is inconsistent, export it again");
  }

  /** An exception about quantisation. */
  CompileException badQuantization(String what, String remedy) {
    return new CompileException(
        Fault.BAD_QUANTIZATION, file, label(), kind() + ": " + what, remedy);
  }

  /** An exception about weights that are not finite. */
  CompileException nonFinite() {
    return new CompileException(Fault.NON_FINITE_WEIGHTS, file, label());
  }

  /** Whether input {@code index} is given; optional ones may be left out or empty. */
  boolean hasInput(int index) {
    return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
  }

  /** Name of input {@code index}. */
  String input(int index) {
    if (!hasInput(index)) {
      throw malformed("has no input " + index);
    }
    return proto.getInput(index);
  }

  /** Name of the first output. */
  String output() {
    if (proto.getOutputCount() == 0 || proto.getOutput(0).isEmpty()) {
      throw malformed("has no output");
    }
    return proto.getOutput(0);
  }

  private Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /** Whether an attribute is given. */
  boolean has(String name) {
    return attribute(name).isPresent();
  }

  /** An integer attribute. */
  int integer(String name, int otherwise) {
    return attribute(name).map(a -> toInt(name, a.getI())).orElse(otherwise);
  }

  /** A float attribute. */
  float real(String name, float otherwise) {
    return attribute(name).map(AttributeProto::getF).orElse(otherwise);
  }

  /** A string attribute. */
  String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  /** A tensor attribute. */
  Optional<TensorProto> tensor(String name) {
    return attribute(name).filter(AttributeProto::hasT).map(AttributeProto::getT);
  }

  /** A list of integers. */
  Optional<List<Integer>> integers(String name) {
    return attribute(name)
        .map(a -> a.getIntsList().stream().map(value -> toInt(name, value)).toList());
  }

  /** A list of floats. */
  Optional<List<Float>> reals(String name) {
    return attribute(name).map(AttributeProto::getFloatsList);
  }

  /** A list of one integer from 0 to {@link #LARGEST_STEP} for each of {@code count} places. */
  int[] steps(String name, int count, int otherwise) {
    List<Integer> steps = integers(name).orElseGet(() -> Collections.nCopies(count, otherwise));
    if (steps.size() != count) {
      throw malformed(name + " has " + steps.size() + " values instead of " + count);
    }
    for (int step : steps) {
      if (step < 0 || step > LARGEST_STEP) {
        throw unsupported(name + " is " + steps, "use values from 0 to " + LARGEST_STEP + " there");
      }
    }
    return steps.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A dimension of {@code rank}, negative ones counted from the end. */
  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw malformed("axis " + axis + " of a value with " + rank + " dimensions");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private int toInt(String name, long value) {
    if (value != (int) value) {
      throw malformed(name + " is " + value);
    }
    return (int) value;
  }
}
