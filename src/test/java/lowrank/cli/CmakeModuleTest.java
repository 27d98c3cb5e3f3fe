package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import lowrank.target.Targets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A firmware build that runs the tool by {@code lowrank_add_model}, with real build programs. */
class CmakeModuleTest {
  private static final Path MODEL =
      Path.of("src/test/resources/samples/lenet_mnist/lenet_mnist.onnx");

  @TempDir private Path folder;

  private record Ended(int status, String text) {}

  @BeforeEach
  void write() throws IOException {
    CliRunner.run("cmake -o", folder.resolve("LowrankModel.cmake")).succeeded();
    Files.copy(MODEL, folder.resolve("net.onnx"));
    Files.writeString(
        folder.resolve("app.c"),
        """
        #include "net.h"
        #include <stdio.h>
        static uint32_t arena[(NET_ARENA_BYTES + 3) / 4];
        int main(void)
        {
          puts(net_self_test(arena) == 0 ? "bit-exact" : "wrong");
          return 0;
        }
        """);
    Files.writeString(folder.resolve("digits.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    Path program = folder.resolve("lowrank");
    Files.writeString(
        program,
        "#!/bin/sh\necho run >> '"
            + folder.resolve("runs")
            + "'\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + classPath()
            + "' lowrank.cli.Main \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    project("");
  }

  private static String classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }

  private void project(String options) throws IOException {
    Files.writeString(
        folder.resolve("CMakeLists.txt"),
        """
        cmake_minimum_required(VERSION 3.13)
        project(firmware C)
        include(LowrankModel.cmake)
        add_executable(app app.c)
        lowrank_add_model(app MODEL net.onnx TARGET host CLASSES digits.txt %s)
        """
            .formatted(options));
  }

  private Ended run(String... command) {
    try {
      List<String> line = new ArrayList<>(List.of(command));
      ProcessBuilder builder =
          new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("LOWRANK_PROGRAM", folder.resolve("lowrank").toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), text);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void succeed(String... command) {
    Ended ended = run(command);
    assertThat(ended.status()).as(ended.text()).isZero();
  }

  private void build(int runs) throws IOException {
    succeed("cmake", "--build", "b");
    assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(runs);
    assertThat(run(folder.resolve("b/app").toString()).text()).isEqualTo("bit-exact\n");
  }

  /** Makes a file newer by a second: build programs compare times, some in whole seconds. */
  private void touch(String file) throws IOException {
    try {
      Thread.sleep(1100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    FileTime time = FileTime.fromMillis(System.currentTimeMillis());
    Files.setLastModifiedTime(folder.resolve(file), time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ninja", "Unix Makefiles"})
  void theSourcesAreMadeWhenTheyMustBeAndNotOtherwise(String generator) throws IOException {
    succeed("cmake", "-G", generator, "-S", ".", "-B", "b");
    build(1);
    build(1);
    touch("app.c");
    build(1);
    project("OPTIONS --license MIT");
    touch("CMakeLists.txt");
    build(2);
    assertThat(folder.resolve("b/lowrank/net/net.c"))
        .content()
        .startsWith("/* SPDX-License-Ide")
        .contains("Identifier: MIT ");
    build(2);
    touch("CMakeLists.txt");
    build(2);
    Files.delete(folder.resolve("b/lowrank/net/net_weights.c"));
    build(3);
    touch("net.onnx");
    succeed("cmake", "--build", "b");
    assertThat(Files.readAllLines(folder.resolve("runs"))).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void dataAndDescriptorsAreDependenciesToo() throws IOException {
    CliRunner.run("targets").succeeded();
    Files.writeString(folder.resolve("board.yaml"), Targets.text("host"), StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("CMakeLists.txt"),
        Files.readString(folder.resolve("CMakeLists.txt"))
            .replace("TARGET host", "TARGET board.yaml"));
    succeed("cmake", "-G", "Ninja", "-S", ".", "-B", "b");
    build(1);
    build(1);
    Files.writeString(folder.resolve("digits.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    build(2);
    assertThat(folder.resolve("b/lowrank/net/net_classes.c")).content().contains("\"j\"");
  }

  @Test
  void aRefusedModelStopsTheBuildWithItsLine() throws IOException {
    Files.writeString(folder.resolve("net.onnx"), "no model");
    succeed("cmake", "-G", "Ninja", "-S", ".", "-B", "b");
    Ended ended = run("cmake", "--build", "b");
    assertThat(ended.status()).isNotZero();
    assertThat(ended.text()).contains("net.onnx: not a readable model");
    assertThat(folder.resolve("b/lowrank/net")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAX_FLAHS 64K", "OUTPUT x 7"})
  void wrongArgumentsAreNamed(String options) throws IOException {
    project(options);
    Ended ended = run("cmake", "-S", ".", "-B", "b");
    assertThat(ended.status()).isNotZero();
    assertThat(ended.text().replaceAll("\\s+", " ")).contains("lowrank_add_model: ");
  }

  /** What the module says will be written is what is written. */
  @Test
  void theModuleKnowsTheSources() throws IOException {
    succeed("cmake", "-G", "Ninja", "-S", ".", "-B", "b");
    build(1);
    try (var files = Files.list(folder.resolve("b/lowrank/net"))) {
      List<String> sources =
          files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".c")).toList();
      assertThat(sources)
          .containsExactlyInAnyOrder(
              "main.c",
              "net.c",
              "net_weights.c",
              "net_quantize.c",
              "net_quantize_float.c",
              "net_self_test.c",
              "net_classes.c");
    }
  }
}
