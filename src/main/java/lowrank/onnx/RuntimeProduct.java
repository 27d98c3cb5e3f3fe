package lowrank.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Map;

/**
 * A·B and Aᵀ·B in ONNX Runtime's Gemm of doubles, on the calling thread alone. Each thread has its
 * own buffers, which grow to the largest matrices that it has multiplied. Sums run over the depth
 * in one order for every element, so that neither threads nor neighbours change a result.
 */
public enum RuntimeProduct {
  /** A·B, A being rows×depth. */
  PLAIN(0),
  /** Aᵀ·B, A being depth×rows. */
  TRANSPOSED(1);

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private final OrtSession session;

  RuntimeProduct(int transposed) {
    this.session = session(model(transposed).toByteArray());
  }

  /** Takes a product, row-major; the buffer is used again afterwards. */
  @FunctionalInterface
  public interface Reader {
    void read(DoubleBuffer product);
  }

  /**
   * Some columns of a row-major array.
   *
   * @param stride elements from one row to the next
   * @param first column
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Columns(double[] values, int stride, int first, int rows, int columns) {
    /** All of a matrix that begins with the array; the array may be longer. */
    public static Columns all(double[] values, int rows, int columns) {
      return new Columns(values, columns, 0, rows, columns);
    }

    private DoubleBuffer into(DoubleBuffer buffer) {
      DoubleBuffer filled = grown(buffer, Math.multiplyExact(rows, columns)).clear();
      for (int row = 0; row < rows && columns < stride; row++) {
        filled.put(values, row * stride + first, columns);
      }
      return (columns < stride ? filled : filled.put(values, 0, rows * columns)).flip();
    }
  }

  /**
   * Multiplies.
   *
   * @param left A
   * @param right B, with as many rows as A has columns, or rows if it is transposed
   * @throws IllegalStateException if the runtime refuses, as with sizes that do not fit
   */
  public void of(Columns left, Columns right, Reader reader) {
    int rows = this == PLAIN ? left.rows : left.columns;
    Buffers own = Buffers.OWN.get();
    own.left = left.into(own.left);
    own.right = right.into(own.right);
    own.product = grown(own.product, Math.multiplyExact(rows, right.columns)).clear();
    own.product.limit(rows * right.columns);
    try (OnnxTensor a = tensor(own.left, left.rows, left.columns);
        OnnxTensor b = tensor(own.right, right.rows, right.columns);
        OnnxTensor c = tensor(own.product, rows, right.columns)) {
      session.run(Map.of("a", a, "b", b), Map.of("c", c)).close();
      reader.read(own.product);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Direct buffers of one thread. */
  private static final class Buffers {
    static final ThreadLocal<Buffers> OWN = ThreadLocal.withInitial(Buffers::new);

    private DoubleBuffer left = direct(1);
    private DoubleBuffer right = direct(1);
    private DoubleBuffer product = direct(1);
  }

  private static OnnxTensor tensor(DoubleBuffer values, int rows, int columns) throws OrtException {
    return OnnxTensor.createTensor(OnnxRuntime.environment(), values, new long[] {rows, columns});
  }

  private static DoubleBuffer grown(DoubleBuffer buffer, int count) {
    return buffer.capacity() >= count ? buffer : direct(count);
  }

  private static DoubleBuffer direct(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Double.BYTES))
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  private static OrtSession session(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OnnxRuntime.environment().createSession(model, options);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
  }

  private static ModelProto model(int transposed) {
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName("transA")
            .setType(AttributeProto.AttributeType.INT)
            .setI(transposed)
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("product")
            .addInput(matrix("a", "height", "width"))
            .addInput(matrix("b", "depth", "columns"))
            .addOutput(matrix("c", "rows", "columns"))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Gemm")
                    .addInput("a")
                    .addInput("b")
                    .addOutput("c")
                    .addAttribute(attribute));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(IR_VERSION).setGraph(graph);
    model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    return model.build();
  }

  private static ValueInfoProto matrix(String name, String rows, String columns) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.DOUBLE.getNumber())
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(Dimension.newBuilder().setDimParam(rows))
                                .addDim(Dimension.newBuilder().setDimParam(columns)))))
        .build();
  }
}
