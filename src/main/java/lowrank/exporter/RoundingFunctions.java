package lowrank.exporter;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import lowrank.onnx.SeamMetadata;

/**
 * Model-local functions (ONNX IR, "Model Local Functions") that bring the real result of an
 * operator to the integer that the firmware computes, in steps of the output's scale. Their bodies
 * are standard operators in float64, in which the integers of int8 layers are exact: products of a
 * sum below 2^22 and a 31-bit multiplier have less than 53 bits. Parameters are float64, scalars or
 * one for each output channel.
 */
enum RoundingFunctions {
  /**
   * {@link lowrank.fixed.Rounding#TWICE}: the sum is {@code real / unit}, an integer; {@code
   * floor(sum * factor + 1/2) * power} is rounded half away from zero.
   */
  TWICE("RoundTwice", "real", "unit", "factor", "power", "step") {
    @Override
    void body(Body body) {
      body.add("Cast", "wide", "real");
      body.integer("sum", "wide", "unit");
      body.twice("integer", "sum", "factor", "power");
      body.result("integer");
    }
  },
  /** {@link lowrank.fixed.Rounding#ONCE}: {@code floor(real / unit * factor + 1/2)}. */
  ONCE("RoundOnce", "real", "unit", "factor", "step") {
    @Override
    void body(Body body) {
      body.add("Cast", "wide", "real");
      body.integer("sum", "wide", "unit");
      body.add("Mul", "scaled", "sum", "factor");
      body.halfUp("integer", "scaled");
      body.result("integer");
    }
  },
  /**
   * The sum of {@link lowrank.kernel.AddKernel}: both sides are rounded as by {@link #TWICE}, added
   * and rounded again. The real sum is not looked at.
   */
  SUM(
      "RoundSum",
      "real",
      "left",
      "right",
      "left_unit",
      "left_factor",
      "left_power",
      "right_unit",
      "right_factor",
      "right_power",
      "factor",
      "power",
      "step") {
    @Override
    void body(Body body) {
      for (String side : List.of("left", "right")) {
        body.add("Cast", side + "_wide", side);
        body.integer(side + "_integer", side + "_wide", side + "_unit");
        body.twice(side + "_scaled", side + "_integer", side + "_factor", side + "_power");
      }
      body.add("Add", "sum", "left_scaled", "right_scaled");
      body.twice("integer", "sum", "factor", "power");
      body.result("integer");
    }
  },
  /**
   * The average of {@link lowrank.kernel.PoolKernel}: half away from zero, zero point included.
   * {@code half} is a little more than 1/2, so that a half that float32 missed still counts as one.
   */
  AVERAGE("RoundAverage", "real", "step", "zero_point", "half") {
    @Override
    void body(Body body) {
      body.add("Cast", "wide", "real");
      body.add("Div", "steps", "wide", "step");
      body.add("Add", "average", "steps", "zero_point");
      body.awayFromZero("rounded", "average", "half");
      body.add("Sub", "integer", "rounded", "zero_point");
      body.result("integer");
    }
  },
  /** A function of one value as the table of {@link lowrank.kernel.LookupKernel}, in reals. */
  TABLE("RoundTable", "real", "input", "unit", "first", "table") {
    @Override
    void body(Body body) {
      body.add("Cast", "wide", "input");
      body.integer("centred", "wide", "unit");
      body.add("Add", "position", "centred", "first");
      body.cast("index", "position", DataType.INT64);
      body.add("Gather", OUTPUT, "table", "index");
    }
  };

  private static final String OUTPUT = "rounded_real";
  private final String title;
  private final List<String> inputs;

  RoundingFunctions(String title, String... inputs) {
    this.title = title;
    this.inputs = List.of(inputs);
  }

  abstract void body(Body body);

  /** Name as an operator. */
  String title() {
    return title;
  }

  /** The definition for a model that imports version {@code opset} of the standard operators. */
  FunctionProto define(int opset) {
    Body body = new Body();
    body.add("Constant", "one_half", List.of(), Protos.real("value_float", 0.5f));
    body.cast("half_up", "one_half", DataType.DOUBLE);
    body(body);
    return FunctionProto.newBuilder()
        .setDomain(SeamMetadata.ROUNDING_DOMAIN)
        .setName(title)
        .addAllInput(inputs)
        .addOutput(OUTPUT)
        .addAllNode(body.nodes)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .build();
  }

  /** The nodes of one function. */
  private static final class Body {
    private final List<NodeProto> nodes = new ArrayList<>();

    void add(String type, String output, String... inputs) {
      if (type.equals("Cast")) {
        cast(output, inputs[0], DataType.DOUBLE);
      } else {
        add(type, output, List.of(inputs));
      }
    }

    void add(String type, String output, List<String> inputs, AttributeProto... attributes) {
      nodes.add(
          NodeProto.newBuilder()
              .setName(output)
              .setOpType(type)
              .addAllInput(inputs)
              .addOutput(output)
              .addAllAttribute(List.of(attributes))
              .build());
    }

    void cast(String output, String input, DataType type) {
      add("Cast", output, List.of(input), Protos.integer("to", type.getNumber()));
    }

    /** The integer that a real number stands for. */
    void integer(String output, String real, String unit) {
      add("Div", output + "_real", real, unit);
      add("Round", output, output + "_real");
    }

    void halfUp(String output, String value) {
      add("Add", output + "_raised", value, "half_up");
      add("Floor", output, output + "_raised");
    }

    void awayFromZero(String output, String value, String half) {
      add("Abs", output + "_magnitude", value);
      add("Add", output + "_raised", output + "_magnitude", half);
      add("Floor", output + "_floor", output + "_raised");
      add("Sign", output + "_sign", value);
      add("Mul", output, output + "_sign", output + "_floor");
    }

    /** {@link lowrank.fixed.Multiplier#apply(int)}. */
    void twice(String output, String sum, String factor, String power) {
      add("Mul", output + "_product", sum, factor);
      halfUp(output + "_high", output + "_product");
      add("Mul", output + "_shifted", output + "_high", power);
      awayFromZero(output, output + "_shifted", "half_up");
    }

    void result(String integer) {
      add("Mul", "scaled_result", integer, "step");
      cast(OUTPUT, "scaled_result", DataType.FLOAT);
    }
  }
}
