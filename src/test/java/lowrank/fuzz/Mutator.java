package lowrank.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files: some bytes at random, or numbers and pieces that parsers are known to trip on. */
final class Mutator {
  private static final int[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    127,
    128,
    255,
    256,
    32767,
    65535,
    65536,
    1 << 20,
    1 << 24,
    1 << 28,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    -2,
    -128
  };

  private static final List<String> WORDS =
      List.of(
          "0",
          "-1",
          "1e999",
          "NaN",
          "null",
          "[]",
          "{}",
          "99999999999999999999",
          "2147483648",
          "\"",
          "'",
          "\n",
          ":",
          "- ",
          "&a ",
          "*a",
          "!!java.net.URL ",
          "\u0000",
          "%s%n",
          "../..",
          "true",
          "1.5",
          "4294967296",
          "(",
          ")",
          ",",
          "0x7fffffff",
          "100000,100000,100000");

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** A damaged copy of a binary file. */
  byte[] bytes(byte[] original, List<byte[]> corpus) {
    byte[] bytes = original.clone();
    for (int step = 1 + random.nextInt(4); step > 0 && bytes.length > 0; step--) {
      bytes = once(bytes, corpus);
    }
    return bytes;
  }

  /** A damaged copy of a text. */
  byte[] text(byte[] original, List<byte[]> corpus) {
    byte[] bytes = original.clone();
    for (int step = 1 + random.nextInt(3); step > 0 && bytes.length > 0; step--) {
      bytes = random.nextInt(3) == 0 ? once(bytes, corpus) : word(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes, List<byte[]> corpus) {
    int at = place(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2, 3 -> number(bytes, at);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
        return join(bytes, 0, at, bytes, end, bytes.length);
      }
      case 6 -> {
        int from = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, from + 1 + random.nextInt(64));
        byte[] piece = Arrays.copyOfRange(bytes, from, end);
        return insert(bytes, at, piece);
      }
      default -> {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int from = random.nextInt(other.length);
        int length = Math.min(Math.min(other.length - from, bytes.length - at), 64);
        System.arraycopy(other, from, bytes, at, length);
      }
    }
    return bytes;
  }

  /** Structure stands at the start and at the end of most formats: look there more often. */
  private int place(int length) {
    int near = Math.min(length, 512);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private void number(byte[] bytes, int at) {
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = 1 << random.nextInt(3);
    int start = random.nextBoolean() ? at & ~3 : at;
    for (int i = 0; i < width && start + i < bytes.length; i++) {
      bytes[start + i] = (byte) (number >> (8 * i));
    }
  }

  private byte[] word(byte[] bytes) {
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(bytes.length);
    int end = at;
    while (random.nextInt(6) != 0 && end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return insert(join(bytes, 0, at, bytes, end, bytes.length), at, word);
  }

  private static byte[] insert(byte[] bytes, int at, byte[] piece) {
    byte[] head = join(bytes, 0, at, piece, 0, piece.length);
    return join(head, 0, head.length, bytes, at, bytes.length);
  }

  private static byte[] join(byte[] a, int aFrom, int aEnd, byte[] b, int bFrom, int bEnd) {
    byte[] joined = new byte[aEnd - aFrom + bEnd - bFrom];
    System.arraycopy(a, aFrom, joined, 0, aEnd - aFrom);
    System.arraycopy(b, bFrom, joined, aEnd - aFrom, bEnd - bFrom);
    return joined;
  }
}
