package lowrank.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    Path path = folder.resolve("y.npy");
    NpyWriter.write(path, new float[] {1, -2.5f, 3, 4, 5, 6}, 3, 2);
    Samples floats = Samples.read(path);
    assertThat(floats.type()).isEqualTo(DataType.FLOAT32);
    assertThat(floats.count()).isEqualTo(3);
    assertThat(floats.shape()).isEqualTo(Shape.of(2));
    assertThat(floats.at(0, 1)).isEqualTo(-2.5);
    NpyWriter.write(path, new byte[] {-128, 127}, 2);
    Samples bytes = Samples.read(path);
    assertThat(bytes.type()).isEqualTo(DataType.INT8);
    assertThat(bytes.at(0, 0)).isEqualTo(-128);
    assertThat(bytes.at(1, 0)).isEqualTo(127);
  }

  @Test
  void theHeaderSaysTypeAndShape() throws IOException {
    Path path = folder.resolve("y.npy");
    NpyWriter.write(path, new float[] {1}, 1);
    String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    assertThat(text.substring(1, 6)).isEqualTo("NUMPY");
    assertThat(text).contains("'descr': '<f4'").contains("'shape': (1,");
    NpyWriter.write(path, new byte[] {1, 2}, 1, 2);
    assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
        .contains("i1'")
        .contains("'shape': (1,2");
  }

  @Test
  void aShapeOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> NpyWriter.write(folder.resolve("y.npy"), new float[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void afterAFailureTheOldFileIsAsItWasAndNothingElseIsThere() throws IOException {
    Path path = NpyBytes.save(folder, "y.npy", NpyBytes.bytes(1, 2, 3));
    CompileException error =
        catchThrowableOfType(
            CompileException.class,
            () ->
                AtomicFile.write(
                    path,
                    part -> {
                      Files.write(part, new byte[100]);
                      throw new IOException("disk full");
                    }));
    assertThat(error.fault()).isEqualTo(Fault.OUTPUT_UNWRITABLE);
    assertThat(error.getMessage()).contains(path.toString()).contains("disk full");
    assertThat(Files.readAllBytes(path)).containsExactly(1, 2, 3);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() {
    Path file = NpyBytes.save(folder, "file", NpyBytes.bytes(1));
    for (Path place : new Path[] {folder, file.resolve("y.npy"), Path.of("/")}) {
      CompileException error =
          catchThrowableOfType(
              CompileException.class, () -> NpyWriter.write(place, new float[1], 1));
      assertThat(error.fault()).isEqualTo(Fault.OUTPUT_UNWRITABLE);
      assertThat(error.getMessage()).contains(place.toString());
    }
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void foldersAreMadeAboveAFileAndRemovedIfItCannotBeWritten() {
    Path path = folder.resolve("a").resolve("b").resolve("y.npy");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    path,
                    part -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("disk full");
    assertThat(folder).isEmptyDirectory();
    NpyWriter.write(path, new float[1], 1);
    assertThat(path).exists();
  }
}
