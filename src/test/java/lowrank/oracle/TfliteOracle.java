package lowrank.oracle;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * TensorFlow Lite's own interpreter over its reference kernels, keeping every intermediate tensor.
 * The resolver of the reference kernels has no Java binding, so its constructor is called by its
 * symbol. Not safe for use by several threads.
 */
public final class TfliteOracle implements AutoCloseable {
  /** More than the resolver object takes: a table pointer and a few hash maps. */
  private static final int RESOLVER_BYTES = 4096;

  private static final String RESOLVER_CONSTRUCTOR =
      "_ZN6tflite3ops7builtin20BuiltinRefOpResolverC1Ev";

  /** Native memory of the resolver, kept for as long as the class. */
  private static Memory place;

  private static OpResolver resolver;

  private final BytePointer bytes;
  private final FlatBufferModel model;
  private final Interpreter interpreter;

  /**
   * Loads a model with one input and one output.
   *
   * @throws IllegalArgumentException if TFLite does not take it
   */
  public TfliteOracle(byte[] file) {
    OpResolver kernels = referenceKernels();
    bytes = new BytePointer(file);
    model = FlatBufferModel.BuildFromBuffer(bytes, file.length);
    if (model == null || model.isNull()) {
      throw new IllegalArgumentException("TFLite cannot read the model");
    }
    InterpreterOptions options = new InterpreterOptions();
    options.SetPreserveAllTensors();
    interpreter = new Interpreter((Pointer) null);
    check(new InterpreterBuilder(model, kernels, options).apply(interpreter), "build");
    check(interpreter.AllocateTensors(), "allocate");
  }

  private static synchronized OpResolver referenceKernels() {
    if (resolver == null) {
      String library = Loader.load(tensorflowlite.class);
      place = new Memory(RESOLVER_BYTES);
      place.clear();
      Function constructor = NativeLibrary.getInstance(library).getFunction(RESOLVER_CONSTRUCTOR);
      constructor.invokeVoid(new Object[] {place});
      resolver = new OpResolver(new Address(place));
    }
    return resolver;
  }

  /** A native address known as a number. */
  private static final class Address extends Pointer {
    Address(Memory memory) {
      this.address = com.sun.jna.Pointer.nativeValue(memory);
    }
  }

  private static void check(int status, String step) {
    if (status != 0) {
      throw new IllegalArgumentException(
          "TFLite fails to " + step + " the model: status " + status);
    }
  }

  /** Runs on the raw bytes of the input tensor and returns those of the output tensor. */
  public byte[] run(byte[] input) {
    TfLiteTensor tensor = interpreter.input_tensor(0);
    if (tensor.bytes() != input.length) {
      throw new IllegalArgumentException(input.length + " bytes for an input of " + tensor.bytes());
    }
    new BytePointer(tensor.data().data()).put(input);
    check(interpreter.Invoke(), "run");
    return read(interpreter.output_tensor(0));
  }

  /** Runs a model of int8 input and output; values are in -128 .. 127. */
  public int[] run(int[] input) {
    byte[] raw = new byte[input.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) input[i];
    }
    return widen(run(raw));
  }

  /** Runs a model of float32 input and output. */
  public float[] run(float[] input) {
    ByteBuffer raw = ByteBuffer.allocate(4 * input.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(input);
    float[] output = new float[(int) interpreter.output_tensor(0).bytes() / 4];
    ByteBuffer.wrap(run(raw.array())).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(output);
    return output;
  }

  /** Bytes of the input tensor. */
  public int inputBytes() {
    return (int) interpreter.input_tensor(0).bytes();
  }

  /** Contents of a tensor after the last run, by its index in the file. */
  public byte[] tensor(int index) {
    return read(interpreter.tensor(index));
  }

  /** Signed bytes as integers. */
  public static int[] widen(byte[] raw) {
    int[] values = new int[raw.length];
    for (int i = 0; i < raw.length; i++) {
      values[i] = raw[i];
    }
    return values;
  }

  private static byte[] read(TfLiteTensor tensor) {
    byte[] contents = new byte[(int) tensor.bytes()];
    new BytePointer(tensor.data().data()).get(contents);
    return contents;
  }

  @Override
  public void close() {
    interpreter.deallocate();
    model.deallocate();
    bytes.deallocate();
  }
}
