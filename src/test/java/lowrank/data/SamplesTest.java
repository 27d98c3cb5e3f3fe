package lowrank.data;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.oracle.SharedData;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
  @TempDir Path folder;

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of("|u1", DataType.UINT8, NpyBytes.bytes(0, 1, 255, 128), values(0, 1, 255, 128)),
        Arguments.of("|i1", DataType.INT8, NpyBytes.bytes(0, 1, 255, 128), values(0, 1, -1, -128)),
        Arguments.of(
            "<i2",
            DataType.INT16,
            NpyBytes.longs(LITTLE_ENDIAN, 2, -3, 300, 0, 7),
            values(-3, 300, 0, 7)),
        Arguments.of(
            ">i2",
            DataType.INT16,
            NpyBytes.longs(BIG_ENDIAN, 2, -3, 300, 0, 7),
            values(-3, 300, 0, 7)),
        Arguments.of(
            "<i4",
            DataType.INT32,
            NpyBytes.longs(LITTLE_ENDIAN, 4, -3, 70000, 0, 7),
            values(-3, 70000, 0, 7)),
        Arguments.of(
            "<i8",
            DataType.INT64,
            NpyBytes.longs(LITTLE_ENDIAN, 8, -3, 1L << 40, 0, 7),
            values(-3, 1L << 40, 0, 7)),
        Arguments.of(
            ">i8",
            DataType.INT64,
            NpyBytes.longs(BIG_ENDIAN, 8, -3, 1L << 40, 0, 7),
            values(-3, 1L << 40, 0, 7)),
        Arguments.of(
            "<f4",
            DataType.FLOAT32,
            NpyBytes.floats(LITTLE_ENDIAN, 0.5f, -1, 3e38f, 0),
            values(0.5, -1, 3e38f, 0)),
        Arguments.of(
            ">f4",
            DataType.FLOAT32,
            NpyBytes.floats(BIG_ENDIAN, 0.5f, -1, 3e38f, 0),
            values(0.5, -1, 3e38f, 0)),
        Arguments.of(
            "<f8",
            DataType.FLOAT64,
            NpyBytes.doubles(0.1, -1, 1e200, 0),
            values(0.1, -1, 1e200, 0)));
  }

  private static double[] values(double... values) {
    return values;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsReadInEveryFormatVersionAndInArchives(
      String code, DataType type, byte[] elements, double[] expected) {
    for (int version = 1; version <= 3; version++) {
      byte[] file = NpyBytes.file(version, code, false, "(2, 2)", elements);
      byte[] archive = NpyBytes.archive("arr_0.npy", file);
      for (Path path :
          new Path[] {
            NpyBytes.save(folder, "a.npy", file), NpyBytes.save(folder, "a.npz", archive)
          }) {
        Samples samples = Samples.read(path);
        assertThat(samples.count()).isEqualTo(2);
        assertThat(samples.shape()).isEqualTo(Shape.of(2));
        assertThat(samples.type()).isEqualTo(type);
        for (int i = 0; i < 4; i++) {
          assertThat(samples.at(i / 2, i % 2)).isEqualTo(expected[i]);
        }
      }
    }
  }

  @Test
  void ofSeveralArraysTheOneCalledXIsTaken() {
    byte[] x = NpyBytes.file("|u1", "(1, 2)", NpyBytes.bytes(5, 6));
    byte[] y = NpyBytes.file("|u1", "(1,)", NpyBytes.bytes(3));
    Path both = NpyBytes.save(folder, "xy.npz", NpyBytes.archive("y.npy", y, "x.npy", x));
    assertThat(Samples.read(both).at(0, 1)).isEqualTo(6);
    assertThat(Labels.read(both, 1, 4).at(0)).isEqualTo(3);
    Path other = NpyBytes.save(folder, "ab.npz", NpyBytes.archive("a.npy", y, "b.npy", x));
    assertFault(other, Fault.NOT_AN_ARRAY, "[a.npy, b.npy] and none is called x");
  }

  @Test
  void bytesAfterTheArrayDoNotMatter() {
    byte[] file = NpyBytes.file("|u1", "(2,)", NpyBytes.bytes(1, 2, 99, 99));
    assertThat(Samples.read(NpyBytes.save(folder, "a.npy", file)).at(1, 0)).isEqualTo(2);
  }

  static Stream<Arguments> unreadable() {
    byte[] four = NpyBytes.bytes(1, 2, 3, 4);
    byte[] good = NpyBytes.file("|u1", "(2, 2)", four);
    byte[] archive = NpyBytes.archive("a.npy", good);
    byte[] version9 = good.clone();
    version9[6] = 9;
    byte[] longHeader = NpyBytes.file(2, "|u1", false, "(4,)", four);
    Arrays.fill(longHeader, 8, 12, (byte) 0x7f);
    return Stream.of(
        Arguments.of("empty", new byte[0], Fault.NOT_AN_ARRAY, "neither"),
        Arguments.of(
            "text", "hello, world".getBytes(StandardCharsets.UTF_8), Fault.NOT_AN_ARRAY, "neither"),
        Arguments.of("magic only", Arrays.copyOf(good, 6), Fault.NOT_AN_ARRAY, "version"),
        Arguments.of(
            "cut after version", Arrays.copyOf(good, 8), Fault.NOT_AN_ARRAY, "within its header"),
        Arguments.of(
            "cut in header", Arrays.copyOf(good, 40), Fault.NOT_AN_ARRAY, "within its header"),
        Arguments.of(
            "cut in data", Arrays.copyOf(good, good.length - 1), Fault.NOT_AN_ARRAY, "cut short"),
        Arguments.of("unknown version", version9, Fault.NOT_AN_ARRAY, "version 9"),
        Arguments.of("hostile header length", longHeader, Fault.NOT_AN_ARRAY, "2139062143 bytes"),
        Arguments.of(
            "hostile shape",
            NpyBytes.file("<f8", "(1000000, 1000000, 1000000)", four),
            Fault.NOT_AN_ARRAY,
            "claims the shape"),
        Arguments.of(
            "wrapping shape",
            NpyBytes.file("|u1", "(4294967296, 4294967297)", four),
            Fault.NOT_AN_ARRAY,
            "claims the shape"),
        Arguments.of(
            "endless dimension",
            NpyBytes.file("|u1", "(99999999999999999999,)", four),
            Fault.NOT_AN_ARRAY,
            "claims a dimension"),
        Arguments.of(
            "large shape",
            NpyBytes.file("<f8", "(100000000,)", four),
            Fault.NOT_AN_ARRAY,
            "cut short"),
        Arguments.of(
            "negative dimension",
            NpyBytes.file("|u1", "(-4,)", four),
            Fault.NOT_AN_ARRAY,
            "damaged"),
        Arguments.of("scalar", NpyBytes.file("|u1", "()", four), Fault.NOT_AN_ARRAY, "no samples"),
        Arguments.of(
            "no samples",
            NpyBytes.file("|u1", "(0, 4)", new byte[0]),
            Fault.NOT_AN_ARRAY,
            "no samples"),
        Arguments.of(
            "Fortran order",
            NpyBytes.file(1, "|u1", true, "(2, 2)", four),
            Fault.NOT_AN_ARRAY,
            "Fortran order"),
        Arguments.of("float16", NpyBytes.file("<f2", "(2,)", four), Fault.DATA_TYPE, "float16"),
        Arguments.of("objects", NpyBytes.file("|O", "(2,)", four), Fault.DATA_TYPE, "object"),
        Arguments.of("complex", NpyBytes.file("<c8", "(2,)", four), Fault.DATA_TYPE, "c8"),
        Arguments.of("strings", NpyBytes.file("<U4", "(2,)", four), Fault.DATA_TYPE, "U4"),
        Arguments.of("unsigned 16", NpyBytes.file("<u2", "(2,)", four), Fault.DATA_TYPE, "u2"),
        Arguments.of(
            "cut archive", Arrays.copyOf(archive, archive.length - 10), Fault.NOT_AN_ARRAY, ""),
        Arguments.of("archive start only", Arrays.copyOf(archive, 5), Fault.NOT_AN_ARRAY, ""),
        Arguments.of(
            "empty archive",
            NpyBytes.archive("readme.txt", four),
            Fault.NOT_AN_ARRAY,
            "holds no array"),
        Arguments.of(
            "archived text",
            NpyBytes.archive("x.npy", four),
            Fault.NOT_AN_ARRAY,
            "does not start as .npy"),
        Arguments.of(
            "archived cut",
            NpyBytes.archive("x.npy", Arrays.copyOf(good, good.length - 1)),
            Fault.NOT_AN_ARRAY,
            "cut short"),
        Arguments.of(
            "archived Fortran order",
            NpyBytes.archive("x.npy", NpyBytes.file(1, "|u1", true, "(2, 2)", four)),
            Fault.NOT_AN_ARRAY,
            "Fortran order"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void whatCannotBeReadIsOneLineThatNamesTheFile(
      String what, byte[] content, Fault fault, String reason) {
    assertFault(NpyBytes.save(folder, "bad file.npy", content), fault, reason);
  }

  /** The directory of an archive may lie about sizes; it is the one thing read before the data. */
  @Test
  void anArchiveThatClaimsMoreThanItCanHoldIsRefusedBeforeAnythingIsAllocated() {
    byte[] start = NpyBytes.file("<f8", "(200000000,)", new byte[0]);
    byte[] archive = NpyBytes.archive("x.npy", start);
    int directory = archive.length - 22 - 46 - "x.npy".length();
    assertThat(archive[directory + 2]).isEqualTo((byte) 1);
    ByteBuffer.wrap(archive).order(LITTLE_ENDIAN).putInt(directory + 24, 1_700_000_000);
    assertFault(NpyBytes.save(folder, "bomb.npz", archive), Fault.NOT_AN_ARRAY, "1700000000");
  }

  @Test
  void filesThatAreNotThereOrAreFoldersAreNamed() {
    assertFault(folder.resolve("missing.npy"), Fault.UNREADABLE_FILE, "no such file");
    assertFault(folder, Fault.UNREADABLE_FILE, "it is a folder");
  }

  @Test
  void theFirstSampleWithNaNOrInfinityIsNamed() {
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      byte[] elements = NpyBytes.floats(LITTLE_ENDIAN, 0, 1, 2, 3, wrong, 5);
      Path path = NpyBytes.save(folder, "n.npy", NpyBytes.file("<f4", "(3, 2)", elements));
      assertFault(path, Fault.NON_FINITE_DATA, "sample 2 ");
    }
    byte[] doubles = NpyBytes.doubles(0, Double.POSITIVE_INFINITY);
    assertFault(
        NpyBytes.save(folder, "n.npy", NpyBytes.file("<f8", "(2,)", doubles)),
        Fault.NON_FINITE_DATA,
        "sample 1 ");
  }

  @Test
  void theTestImagesAreReadInTheirOwnType() {
    Samples images = Samples.read(SharedData.file("cifar10/test_x.npy"));
    assertThat(images.count()).isEqualTo(5000);
    assertThat(images.shape()).isEqualTo(Shape.of(32, 32, 3));
    assertThat(images.type()).isEqualTo(DataType.UINT8);
    assertThat(Labels.read(SharedData.file("cifar10/test_y.npy"), 5000, 10).count())
        .isEqualTo(5000);
  }

  private static void assertFault(Path path, Fault fault, String reason) {
    CompileException error = catchThrowableOfType(CompileException.class, () -> Samples.read(path));
    assertThat(error).as("reading %s", path).isNotNull();
    assertThat(error.fault()).isEqualTo(fault);
    assertThat(error.getMessage())
        .contains(path.toString())
        .contains(reason)
        .doesNotContain("\n")
        .doesNotContain("null");
  }
}
