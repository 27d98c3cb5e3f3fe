package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lowrank.data.ClassNames;
import lowrank.emit.packaging.Ecosystem;
import lowrank.emit.packaging.PackageSettings;
import lowrank.importer.ModelImporter;
import lowrank.program.SourceBundle;
import lowrank.schedule.Fusion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generated folder as a package of every build system. */
class PackagesTest {
  private static final Path MODEL = Path.of("src/test/resources/samples/lenet_mnist");
  private static final List<String> DIGITS =
      Stream.of("zero one two three \"four\" five??/ \u00e9six seven eight nine".split(" "))
          .toList();

  @TempDir static Path shared;
  @TempDir Path work;
  private static Path net;

  @BeforeAll
  static void generate() {
    net = shared.resolve("net");
    write(net, "cortex-m4", PackageSettings.DEFAULT);
  }

  private static void write(Path folder, String target, PackageSettings settings) {
    OutputFolder.write(folder, bundle(target, settings), false);
  }

  private static SourceBundle bundle(String target, PackageSettings settings) {
    Path model = MODEL.resolve("lenet_mnist.onnx");
    return Generator.generate(
        ModelImporter.read(model),
        ModelFile.read(model),
        TargetFile.load(target),
        "net",
        new GenerationSettings(
            settings,
            new ClassNames("digits.txt", DIGITS),
            Fusion.AUTO,
            Map.of(),
            Optional.empty()));
  }

  private static String text(String file) throws IOException {
    return Files.readString(net.resolve(file));
  }

  private static void checkExample(String printed) {
    assertThat(printed)
        .contains("bit-exact\nlargest output: ")
        .containsPattern(
            "decision: (zero|one|two|three|\"four\"|five\\?\\?/|\u00e9six|seven"
                + "|eight|nine), value -?\\d+\n");
  }

  // CMake

  @ParameterizedTest
  @ValueSource(strings = {"Ninja", "Unix Makefiles"})
  void cmakeBuildsTheFolderAlone(String generator) {
    Processes.run(work, "cmake", "-Werror=dev", "-G", generator, "-S", net.toString(), "-B", "b");
    Processes.run(work, "cmake", "--build", "b");
    checkExample(Processes.run(work, work.resolve("b/net_example").toString()));
  }

  private void consume(String statement, String... definitions) throws IOException {
    Files.writeString(
        work.resolve("CMakeLists.txt"),
        """
        cmake_minimum_required(VERSION 3.13)
        project(firmware C)
        %s
        add_executable(firmware app.c)
        target_link_libraries(firmware PRIVATE net::net)
        """
            .formatted(statement));
    Files.writeString(
        work.resolve("app.c"),
        """
        #include <net.h>
        static uint32_t arena[(NET_ARENA_BYTES + 3) / 4];
        int main(void) { return net_self_test(arena); }
        """);
    List<String> configure =
        new ArrayList<>(List.of("cmake", "-Werror=dev", "-G", "Ninja", "-S", ".", "-B", "b"));
    configure.addAll(List.of(definitions));
    Processes.run(work, configure.toArray(String[]::new));
    Processes.run(work, "cmake", "--build", "b");
    Processes.run(work, work.resolve("b/firmware").toString());
  }

  @Test
  void aProjectAddsTheFolder() throws IOException {
    consume("add_subdirectory(\"" + net + "\" net)");
    assertThat(work.resolve("b/net/net_example")).doesNotExist();
  }

  @Test
  void aProjectFindsTheFolder() throws IOException {
    consume(
        "find_package(net 1.0 CONFIG REQUIRED)\nfind_package(net CONFIG REQUIRED)",
        "-DCMAKE_PREFIX_PATH=" + net);
  }

  @Test
  void aProjectFindsTheInstalledPackage() throws IOException {
    Path place = shared.resolve("installed");
    Path build = shared.resolve("build");
    Processes.run(work, "cmake", "-G", "Ninja", "-S", net.toString(), "-B", build.toString());
    Processes.run(work, "cmake", "--build", build.toString());
    Processes.run(work, "cmake", "--install", build.toString(), "--prefix", place.toString());
    consume("find_package(net 1.0.0 EXACT CONFIG REQUIRED)", "-DCMAKE_PREFIX_PATH=" + place);
  }

  @Test
  void anotherVersionIsNotFound() throws IOException {
    Files.writeString(
        work.resolve("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.13)\nproject(f C)\nfind_package(net 2.0 CONFIG REQUIRED)");
    Processes.Ended ended =
        Processes.start(
            work, Map.of(), "cmake", "-S", ".", "-B", "b", "-DCMAKE_PREFIX_PATH=" + net);
    assertThat(ended.status()).isNotZero();
    assertThat(ended.text()).contains("net-config.cmake, version: 1.0.0");
  }

  /** The example, built by CMake with a tool chain file, in QEMU, its output by semihosting. */
  @ParameterizedTest
  @CsvSource({
    "cortex-m4, arm, -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16,"
        + " 0x0 0x20000000, qemu-system-arm -M mps2-an386",
    "cortex-m3, arm, -mcpu=cortex-m3 -mthumb, 0x0 0x20000000, qemu-system-arm -M mps2-an385",
    "esp32-c3, riscv, -march=rv32imc -mabi=ilp32 -mcmodel=medany,"
        + " 0x80000000 0x81000000, qemu-system-riscv32 -M virt -bios none",
  })
  void theExampleDecidesOnAnEmulatedCore(
      String target, String family, String flags, String places, String emulator)
      throws IOException {
    Path folder = work.resolve("net");
    write(folder, target, PackageSettings.DEFAULT);
    String compiler = family.equals("arm") ? "arm-none-eabi-gcc" : "riscv64-unknown-elf-gcc";
    String[] start = places.split(" ");
    Files.writeString(
        work.resolve("core.cmake"),
        """
        set(CMAKE_SYSTEM_NAME Generic)
        set(CMAKE_C_COMPILER %s)
        set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
        set(CMAKE_C_FLAGS_INIT "%s --specs=picolibc.specs")
        set(CMAKE_EXE_LINKER_FLAGS_INIT "--oslib=semihost --crt0=hosted -Wl,--gc-sections \
        -Wl,--defsym=__flash=%s -Wl,--defsym=__flash_size=4M \
        -Wl,--defsym=__ram=%s -Wl,--defsym=__ram_size=4M")
        """
            .formatted(compiler, flags, start[0], start[1]));
    Processes.run(
        folder, "cmake -G Ninja -DCMAKE_TOOLCHAIN_FILE=../core.cmake -S . -B b".split(" "));
    Processes.run(folder, "cmake", "--build", "b");
    List<String> command = new ArrayList<>(List.of(emulator.split(" ")));
    command.addAll(List.of("-display none -monitor none -serial none -semihosting".split(" ")));
    command.addAll(List.of("-kernel", "b/net_example"));
    checkExample(Processes.run(folder, command.toArray(String[]::new)));
  }

  // ESP-IDF

  /** The function that ESP-IDF has for components, as far as the generated file uses it. */
  private static final String IDF =
      """
      cmake_minimum_required(VERSION 3.16)
      project(firmware C)
      set(ESP_PLATFORM 1)
      function(idf_component_register)
        cmake_parse_arguments(arg "" "" "SRCS;INCLUDE_DIRS;REQUIRES;PRIV_REQUIRES" ${ARGN})
        if(arg_UNPARSED_ARGUMENTS OR NOT arg_SRCS)
          message(FATAL_ERROR "idf_component_register: ${ARGN}")
        endif()
        add_library(__idf_net STATIC ${arg_SRCS})
        target_include_directories(__idf_net PUBLIC ${arg_INCLUDE_DIRS})
        set(COMPONENT_LIB __idf_net PARENT_SCOPE)
      endfunction()
      add_subdirectory("%s" net)
      if(TARGET net_example OR TARGET net)
        message(FATAL_ERROR "more than a component")
      endif()
      add_executable(firmware "%s/main.c")
      target_link_libraries(firmware PRIVATE __idf_net)
      """;

  @Test
  void espIdfRegistersAComponent() throws IOException {
    Files.writeString(work.resolve("CMakeLists.txt"), IDF.formatted(net, net));
    Processes.run(work, "cmake", "-Werror=dev", "-G", "Ninja", "-S", ".", "-B", "b");
    Processes.run(work, "cmake", "--build", "b");
    checkExample(Processes.run(work, work.resolve("b/firmware").toString()));
  }

  /** After the IDF Component Manager's manifest reference. */
  @Test
  void theComponentManifestHasItsFields() throws IOException {
    JsonNode manifest = yaml("idf_component.yml");
    Set<String> known =
        Set.of(
            "version",
            "description",
            "license",
            "url",
            "repository",
            "documentation",
            "issues",
            "maintainers",
            "targets",
            "tags",
            "files",
            "examples",
            "dependencies");
    manifest.fieldNames().forEachRemaining(field -> assertThat(known).contains(field));
    assertThat(manifest.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(manifest.get("description").isTextual()).isTrue();
    assertThat(manifest.get("license").asText()).isEqualTo("Apache-2.0");
    assertThat(manifest.get("dependencies").get("idf").asText()).matches(">=\\d+\\.\\d+");
  }

  // Arduino

  /** After revision 2.2 of the Arduino library specification and Arduino Lint's rules. */
  @Test
  void theArduinoManifestHasItsFields() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text("library.properties")));
    assertThat(properties.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "name",
            "version",
            "author",
            "maintainer",
            "sentence",
            "paragraph",
            "category",
            "url",
            "architectures",
            "includes",
            "license");
    assertThat(properties.getProperty("name")).matches("[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}");
    assertThat(properties.getProperty("version")).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(properties.getProperty("category")).isEqualTo("Data Processing");
    assertThat(properties.getProperty("architectures")).isEqualTo("*");
    assertThat(properties.getProperty("url")).matches("https?://\\S+");
    assertThat(properties.values().stream().map(Object::toString)).noneMatch(String::isBlank);
    assertThat(net.resolve("src").resolve(properties.getProperty("includes"))).exists();
    assertThat(net.resolve("utility")).doesNotExist();
  }

  /** Builds the library as Arduino does: what is in {@code src}, and a sketch in C++. */
  @Test
  void theSketchRunsWithTheSourcesUnderSrc() throws IOException {
    Files.writeString(
        work.resolve("Arduino.h"),
        """
        #include <stdint.h>
        #include <stdio.h>
        struct Printer {
          void begin(long) { }
          operator bool() const { return true; }
          void print(const char *text) { fputs(text, stdout); }
          void println(const char *text) { puts(text); }
          void println(long number) { printf("%ld\\n", number); }
        };
        extern Printer Serial;
        void delay(unsigned long);
        """);
    Files.writeString(
        work.resolve("main.cpp"),
        """
        #include "Arduino.h"
        Printer Serial;
        void delay(unsigned long) { }
        void setup(); void loop();
        int main() { setup(); loop(); return 0; }
        """);
    Files.writeString(
        work.resolve("sketch.cpp"),
        "#include \"Arduino.h\"\n" + text("examples/Decide/Decide.ino"));
    List<String> compile = new ArrayList<>(List.of("gcc", "-std=gnu11", "-Wall", "-Werror", "-c"));
    compile.add("-I" + net.resolve("src"));
    try (Stream<Path> files = Files.walk(net.resolve("src"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".c")).forEach(compile::add);
    }
    Processes.run(work, compile.toArray(String[]::new));
    Processes.run(
        work,
        "sh",
        "-c",
        "g++ -std=gnu++11 -Wall -Wextra -Werror -I'"
            + net.resolve("src")
            + "' -I. sketch.cpp main.cpp *.o -o sketch");
    assertThat(Processes.run(work, work.resolve("sketch").toString()))
        .matches("bit-exact\ndecision: class \\d\n");
  }

  @Test
  void theFolderSrcHoldsEverySourceOnceAndNoMain() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("net.h", "net_test_vectors.h"));
    try (Stream<Path> files = Files.list(net)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".c") && !name.equals("main.c"))
          .forEach(expected::add);
    }
    try (Stream<Path> files = Files.list(net.resolve("src"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  // PlatformIO

  /** After the manifest schema of PlatformIO Core. */
  @Test
  void thePlatformIoManifestHasItsFields() throws IOException {
    JsonNode manifest = JsonMapper.builder().build().readTree(text("library.json"));
    assertThat(manifest.get("name").asText()).matches("[^:;@/,\\[\\]]{1,100}");
    assertThat(manifest.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(manifest.get("description").asText()).hasSizeBetween(1, 1000);
    assertThat(manifest.get("license").asText()).isEqualTo("Apache-2.0");
    assertThat(manifest.get("authors").get(0).get("name").isTextual()).isTrue();
    manifest
        .get("keywords")
        .forEach(keyword -> assertThat(keyword.asText()).matches("[a-z\\d\\-_ ]{1,50}"));
    assertThat(net.resolve(manifest.get("build").get("srcDir").asText())).isDirectory();
    assertThat(net.resolve(manifest.get("build").get("includeDir").asText()).resolve("net.h"))
        .exists();
  }

  // Zephyr

  private static final String ZEPHYR =
      """
      cmake_minimum_required(VERSION 3.20)
      project(firmware C)
      macro(zephyr_library_named name)
        set(ZEPHYR_CURRENT_LIBRARY ${name})
        add_library(${name} STATIC)
      endmacro()
      function(zephyr_library_sources)
        target_sources(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
      endfunction()
      function(zephyr_library_compile_options)
        target_compile_options(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
      endfunction()
      add_library(zephyr_interface INTERFACE)
      function(zephyr_include_directories)
        target_include_directories(zephyr_interface INTERFACE ${ARGN})
      endfunction()
      add_subdirectory("%1$s/zephyr" off)
      if(TARGET lowrank_net)
        message(FATAL_ERROR "built although the symbol is not set")
      endif()
      set(CONFIG_LOWRANK_NET y)
      add_subdirectory("%1$s/zephyr" net)
      add_executable(firmware "%1$s/main.c")
      target_link_libraries(firmware PRIVATE lowrank_net zephyr_interface)
      """;

  @Test
  void zephyrBuildsTheLibraryWhenItsSymbolIsSet() throws IOException {
    Files.writeString(work.resolve("CMakeLists.txt"), ZEPHYR.formatted(net));
    Processes.run(work, "cmake", "-Werror=dev", "-G", "Ninja", "-S", ".", "-B", "b");
    Processes.run(work, "cmake", "--build", "b");
    checkExample(Processes.run(work, work.resolve("b/firmware").toString()));
  }

  /** After the schema in Zephyr's scripts/zephyr_module.py and the Kconfig language. */
  @Test
  void theZephyrModuleNamesItsFiles() throws IOException {
    JsonNode module = yaml("zephyr/module.yml");
    List<String> fields = new ArrayList<>();
    module.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactly("name", "build");
    assertThat(module.get("name").asText()).isEqualTo("net");
    assertThat(net.resolve(module.get("build").get("cmake").asText()).resolve("CMakeLists.txt"))
        .exists();
    assertThat(net.resolve(module.get("build").get("kconfig").asText())).exists();
    assertThat(text("zephyr/Kconfig").lines().skip(2)).first().isEqualTo("config LOWRANK_NET");
    assertThat(text("zephyr/Kconfig").lines().skip(3))
        .allMatch(line -> line.matches("\t(bool \"[^\"]+\"|help|  \\S.*)"));
  }

  // All

  private static JsonNode yaml(String file) throws IOException {
    return JsonMapper.builder(new YAMLFactory()).build().readTree(text(file));
  }

  @Test
  void onlyTheWantedPackagesAreWritten() {
    PackageSettings all = PackageSettings.DEFAULT;
    assertThat(packaging(List.of())).isEmpty();
    Set<String> whole = new TreeSet<>();
    for (Ecosystem ecosystem : Ecosystem.values()) {
      Set<String> files = packaging(List.of(ecosystem));
      assertThat(files).as(ecosystem.toString()).isNotEmpty();
      whole.addAll(files);
    }
    assertThat(packaging(all.ecosystems())).isEqualTo(whole);
    assertThat(packaging(List.of(Ecosystem.ZEPHYR)))
        .containsExactlyInAnyOrder("zephyr/CMakeLists.txt", "zephyr/Kconfig", "zephyr/module.yml");
  }

  /** Paths that are there because of the packages. */
  private static Set<String> packaging(List<Ecosystem> ecosystems) {
    Set<String> files = new TreeSet<>(bundle("host", with(ecosystems, "MIT")).files().keySet());
    files.removeAll(bundle("host", with(List.of(), "MIT")).files().keySet());
    return files;
  }

  private static PackageSettings with(List<Ecosystem> ecosystems, String license) {
    return new PackageSettings(ecosystems, "1.2.3", "A", "https://example.org", license);
  }

  @Test
  void theLicenceStandsInEveryFile() {
    bundle("cortex-m4", with(Ecosystem.all(), "LicenseRef-Proprietary"))
        .files()
        .forEach(
            (file, content) -> {
              String start = new String(content, StandardCharsets.UTF_8);
              if (file.matches("(?!model/).*\\.(c|h|ino|java|cmake|txt|yml)|.*Kconfig")) {
                assertThat(start.lines().findFirst().orElse(""))
                    .as(file)
                    .matches("(/\\*|//|#) SPDX-License-Identifier: LicenseRef-Proprietary( \\*/)?");
              } else if (file.matches("library\\..*")) {
                assertThat(start)
                    .containsPattern("license\"?\\s?[=:]\\s?\"?LicenseRef-Proprietary");
              }
            });
  }
}
