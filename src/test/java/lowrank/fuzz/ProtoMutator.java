package lowrank.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Damages what an ONNX file says but not its encoding: a field, somewhere in the tree of messages,
 * is cleared, doubled, or gets a value that does not belong there.
 */
final class ProtoMutator {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    5,
    7,
    -1,
    -2,
    100,
    128,
    255,
    1000,
    65536,
    1 << 20,
    1 << 24,
    (1 << 24) + 1,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] REALS = {
    0, -0f, 1, -1, 1e-40f, 1e38f, Float.NaN, Float.POSITIVE_INFINITY, 0.5f, 1e-12f
  };

  private final Random random;

  ProtoMutator(Random random) {
    this.random = random;
  }

  /** A damaged copy; the original if it cannot be parsed. */
  byte[] mutate(byte[] original) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(original).toBuilder();
      for (int step = 1 + random.nextInt(3); step > 0; step--) {
        change(model, 0);
      }
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      return original;
    }
  }

  private void change(Message.Builder message, int depth) {
    List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
    if (set.isEmpty()) {
      return;
    }
    FieldDescriptor field = set.get(random.nextInt(set.size()));
    boolean inner = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (inner && random.nextInt(12) != 0) {
      descend(message, field, depth);
    } else if (field.isRepeated()) {
      changeList(message, field);
    } else if (random.nextInt(4) == 0) {
      message.clearField(field);
    } else if (!inner) {
      message.setField(field, value(field, message.getField(field)));
    }
  }

  private void descend(Message.Builder message, FieldDescriptor field, int depth) {
    if (!field.isRepeated()) {
      Message.Builder inner = ((Message) message.getField(field)).toBuilder();
      change(inner, depth + 1);
      message.setField(field, inner.build());
      return;
    }
    int index = random.nextInt(message.getRepeatedFieldCount(field));
    Message.Builder inner = ((Message) message.getRepeatedField(field, index)).toBuilder();
    change(inner, depth + 1);
    message.setRepeatedField(field, index, inner.build());
  }

  private void changeList(Message.Builder message, FieldDescriptor field) {
    int count = message.getRepeatedFieldCount(field);
    int index = random.nextInt(count);
    Object element = message.getRepeatedField(field, index);
    switch (random.nextInt(4)) {
      case 0 -> message.addRepeatedField(field, element);
      case 1 -> {
        List<Object> rest = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          if (i != index) {
            rest.add(message.getRepeatedField(field, i));
          }
        }
        message.clearField(field);
        rest.forEach(one -> message.addRepeatedField(field, one));
      }
      case 2 -> {
        Object other = message.getRepeatedField(field, random.nextInt(count));
        message.setRepeatedField(field, index, other);
      }
      default -> {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          message.setRepeatedField(field, index, value(field, element));
        }
      }
    }
  }

  private Object value(FieldDescriptor field, Object old) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> REALS[random.nextInt(REALS.length)];
      case DOUBLE -> (double) REALS[random.nextInt(REALS.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> string((String) old);
      case BYTE_STRING -> piece((ByteString) old);
      case ENUM ->
          field
              .getEnumType()
              .getValues()
              .get(random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> old;
    };
  }

  private String string(String old) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "../../" + old;
      case 2 -> old + "*/ #define x \"\\\n" + old;
      case 3 -> "\u0000\ud83d\ude00${x}".repeat(1 + random.nextInt(3));
      case 4 -> old.repeat(20);
      default -> old.isEmpty() ? "int" : old.substring(random.nextInt(old.length()));
    };
  }

  private ByteString piece(ByteString old) {
    return switch (random.nextInt(3)) {
      case 0 -> ByteString.EMPTY;
      case 1 -> old.substring(random.nextInt(old.size() + 1));
      default -> old.concat(old.substring(0, Math.min(old.size(), 1 + random.nextInt(8))));
    };
  }
}
