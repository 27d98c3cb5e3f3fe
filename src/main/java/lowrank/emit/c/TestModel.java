package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import lowrank.program.Program;
import lowrank.tensor.IntTensor;

/**
 * The tables of the self-test.
 *
 * @param checksums of every layer's output: 32-bit FNV-1a over its bytes, the lower ones first
 */
public record TestModel(List<String> input, List<String> output, List<String> checksums) {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  static TestModel of(Program program, TestVectors vectors) {
    List<String> names = program.network().layers().stream().map(layer -> layer.name()).toList();
    if (vectors.outputs().size() != names.size()) {
      throw new IllegalArgumentException("test vectors of " + vectors.outputs().size() + " layers");
    }
    IntTensor output = vectors.outputs().get(names.indexOf(program.network().output()));
    return new TestModel(
        CText.table(vectors.input().toArray()),
        CText.table(output.toArray()),
        lines(vectors.outputs().stream().map(TestModel::checksum).toList()));
  }

  private static String checksum(IntTensor tensor) {
    int hash = FNV_OFFSET;
    for (int value : tensor.toArray()) {
      for (int part = 0; part < tensor.type().bytes(); part++) {
        hash = (hash ^ ((value >> (8 * part)) & 0xff)) * FNV_PRIME;
      }
    }
    return CText.format("0x%08xu", hash);
  }

  private static List<String> lines(List<String> words) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 6) {
      List<String> line = words.subList(i, Math.min(i + 6, words.size()));
      lines.add(String.join(", ", line) + (i + 6 < words.size() ? "," : ""));
    }
    return lines;
  }
}
