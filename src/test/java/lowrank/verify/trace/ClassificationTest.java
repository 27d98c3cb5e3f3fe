package lowrank.verify.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationTest {
  private static final String M0 = "armv6-m code on a cortex-m3";

  static Stream<String> cores() {
    return Targets.names().stream()
        .flatMap(name -> Targets.load(name).emulated().stream())
        .map(Target.Emulator::runs)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("cores")
  void everyEmulatedCoreHasTimingsForAllItsInstructions(String core) {
    assertThat(CoreModel.of(core).orElseThrow().kindsWithoutTiming()).isEmpty();
  }

  @Test
  void nothingIsKnownOfOtherCores() {
    assertThat(CoreModel.of("z80")).isEmpty();
    assertThat(CoreModel.of("../targets/cortex-m4")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "   1a2:\tmuls\tr3, r2; MULTIPLY; 1",
        "   1a2:\tmla\tr3, r2, r1, r3; MULTIPLY; 1",
        "   1a2:\tsmull\tr3, r2, r1, r0; MULTIPLY; 1",
        "   1a2:\tsmlad\tr3, r2, r1, r3; MULTIPLY; 2",
        "   1a2:\tsmladx\tr3, r2, r1, r3; MULTIPLY; 2",
        "   1a2:\tsmlald\tr3, r2, r1, r3; MULTIPLY; 2",
        "   1a2:\tsmuad\tr3, r2, r1; MULTIPLY; 2",
        "   1a2:\tsmlabb\tr3, r2, r1, r3; MULTIPLY; 1",
        "   1a2:\tsmlatt\tr3, r2, r1, r3; MULTIPLY; 1",
        "   1a2:\tsmmlar\tr3, r2, r1, r3; MULTIPLY; 1",
        "   1a2:\tsmlawb\tr3, r2, r1, r3; MULTIPLY; 1",
        "   1a2:\tsmulbb\tr3, r2, r1; MULTIPLY; 1",
        "   1a2:\tmulne\tr3, r2, r3; MULTIPLY; 1",
        "   1a2:\tsdiv\tr3, r2, r1; DIVIDE; 1",
        "   1a2:\tldr.w\tr3, [r2], #4; LOAD; 1",
        "   1a2:\tldrsb.w\tr3, [r2, #1]; LOAD; 1",
        "   1a2:\tldrh\tr3, [r2, #2]; LOAD; 1",
        "   1a2:\tldrd\tr3, r4, [r2, #8]; LOAD; 2",
        "   1a2:\tldmia.w\tr0!, {r4, r5, r6, r7}; LOAD; 4",
        "   1a2:\tpop\t{r4, r5, pc}; LOAD; 3",
        "   1a2:\tldmia.w\tsp!, {r4, r5, r6, r7, r8, r9, sl, fp, pc}; LOAD; 9",
        "   1a2:\tvpop\t{d8-d11}; LOAD; 8",
        "   1a2:\tvldr\ts15, [sp, #12]; LOAD; 1",
        "   1a2:\tstrb\tr3, [r2, #0]; STORE; 1",
        "   1a2:\tstrd\tr3, r4, [r2]; STORE; 2",
        "   1a2:\tstmdb\tsp!, {r4, r5, lr}; STORE; 3",
        "   1a2:\tpush\t{r4, lr}; STORE; 2",
        "   1a2:\tbne.n\t1a0 <f+0x10>; BRANCH; 1",
        "   1a2:\tbls.n\t1a0 <f+0x10>; BRANCH; 1",
        "   1a2:\tble.w\t1a0 <f+0x10>; BRANCH; 1",
        "   1a2:\tcbz\tr3, 1a0 <f+0x10>; BRANCH; 1",
        "   1a2:\tbl\t1a0 <f>; BRANCH; 1",
        "   1a2:\tbx\tlr; BRANCH; 1",
        "   1a2:\tbics.w\tr3, r3, #3; OTHER; 1",
        "   1a2:\tsxtb16\tr3, r3, ror #8; OTHER; 1",
        "   1a2:\tpkhbt\tr3, r3, r2, lsl #16; OTHER; 1",
        "   1a2:\tssat\tr3, #8, r3; OTHER; 1",
        "   1a2:\tite\tlt; OTHER; 1",
        "   1a2:\tmovge\tr3, r2; OTHER; 1",
        "   1a2:\tvmov\ts0, r3; OTHER; 1",
        "   1a2:\tmovt\tr3, #1; OTHER; 1",
      })
  void thumb(String line, Operation.Class does, int amount) {
    check("cortex-m4", line, does, amount);
    check(M0, line, does, amount);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "      4a:      \tvmlava.s8\tr0, q0, q1; MULTIPLY; 16",
        "      4a:      \tvmlav.s16\tr0, q0, q1; MULTIPLY; 8",
        "      4a:      \tvmladava.s8\tr0, q0, q1; MULTIPLY; 16",
        "      4a:      \tvmladavax.s16\tr0, q0, q1; MULTIPLY; 8",
        "      4a:      \tvmlavat.s8\tr0, q3, q2; MULTIPLY; 16",
        "      4a:      \tvmlaldava.s16\tr0, r1, q0, q1; MULTIPLY; 8",
        "      4a:      \tvmlalva.s32\tr0, r1, q0, q1; MULTIPLY; 4",
        "      4a:      \tvrmlaldavha.s32\tr0, r1, q0, q1; MULTIPLY; 4",
        "      4a:      \tvmla.i16\tq0, q1, r0; MULTIPLY; 8",
        "      4a:      \tvmlas.i8\tq0, q1, r0; MULTIPLY; 16",
        "      4a:      \tvmul.i32\tq0, q1, q2; MULTIPLY; 4",
        "      4a:      \tvmulh.s8\tq0, q1, q2; MULTIPLY; 16",
        "      4a:      \tvmullb.s8\tq0, q1, q2; MULTIPLY; 8",
        "      4a:      \tvmullt.s16\tq0, q1, q2; MULTIPLY; 4",
        "      4a:      \tvqdmullb.s32\tq0, q1, q2; MULTIPLY; 2",
        "      4a:      \tvqrdmulh.s32\tq0, q1, q2; MULTIPLY; 4",
        "      4a:      \tvqrdmlah.s32\tq0, q1, r2; MULTIPLY; 4",
        "      4a:      \tvldrb.u8\tq0, [r0], #16; LOAD; 4",
        "      4a:      \tvldrbt.u8\tq3, [r1]; LOAD; 4",
        "      4a:      \tvldrb.s16\tq0, [r0], #8; LOAD; 2",
        "      4a:      \tvldrb.s32\tq0, [r0]; LOAD; 1",
        "      4a:      \tvldrh.u16\tq0, [r0]; LOAD; 4",
        "      4a:      \tvldrw.u32\tq0, [r0, #16]; LOAD; 4",
        "      4a:      \tvld20.8\t{q0, q1}, [r0]; LOAD; 4",
        "      4a:      \tvstrb.32\tq0, [r0]; STORE; 1",
        "      4a:      \tvstrw.32\tq0, [r0]; STORE; 4",
        "      4a:      \tvmult.i32\tq0, q1, q2; MULTIPLY; 4",
        "      4a:      \tvstrbe.32\tq0, [r0]; STORE; 1",
        "      4a:      \tvaddva.s32\tr0, q0; OTHER; 1",
        "      4a:      \tvrshl.s32\tq0, q1, q2; OTHER; 1",
        "      4a:      \tvmax.s32\tq0, q1, q2; OTHER; 1",
        "      4a:      \tvmaxt.s32\tq0, q1, q2; OTHER; 1",
        "      4a:      \tvmov.32\tq0[0], r1; OTHER; 1",
        "      4a:      \tvpst\t; OTHER; 1",
        "      4a:      \tvctp.8\tr2; OTHER; 1",
        "      4a:      \tvdup.32\tq0, r1; OTHER; 1",
        "      4a:      \tle\tlr, 0x26 <f+0x26>       @ imm = #-50; BRANCH; 1",
        "      4a:      \tletp\tlr, 0x26 <f+0x26>       @ imm = #-50; BRANCH; 1",
        "      4a:      \tdls\tlr, lr; OTHER; 1",
        "      4a:      \tasrl\tr0, r1, #5; OTHER; 1",
        "      4a:      \tcsel\tr0, r1, r2, lt; OTHER; 1",
      })
  void helium(String line, Operation.Class does, int amount) {
    check("cortex-m55", line, does, amount);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "80000100:\tmul\ta5,a5,a4; MULTIPLY; 1",
        "80000100:\tmulhu\ta5,a5,a4; MULTIPLY; 1",
        "80000100:\tremu\ta5,a5,a4; DIVIDE; 1",
        "80000100:\tlb\ta5,0(a4); LOAD; 1",
        "80000100:\tlw\ta5,0(a4); LOAD; 1",
        "80000100:\tsb\ta5,0(a4); STORE; 1",
        "80000100:\tbnez\ta5,80000100 <f>; BRANCH; 1",
        "80000100:\tbgeu\ta5,a4,80000100 <f>; BRANCH; 1",
        "80000100:\tblez\ta5,80000100 <f>; BRANCH; 1",
        "80000100:\tret; BRANCH; 1",
        "80000100:\tjal\t80000100 <f>; BRANCH; 1",
        "80000100:\taddi\ta5,a5,1; OTHER; 1",
        "80000100:\tseqz\ta5,a5; OTHER; 1",
        "80000100:\tsltu\ta5,a5,a4; OTHER; 1",
        "80000100:\txori\ta5,a5,1; OTHER; 1",
        "80000100:\tlui\ta5,0x1; OTHER; 1",
        "80000100:\tzext.b\ta5,a5; OTHER; 1",
      })
  void riscv(String line, Operation.Class does, int amount) {
    check("rv32imc", line, does, amount);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "50000120:\tmull\ta2, a3, a4; MULTIPLY; 1",
        "50000120:\tmul16s\ta2, a3, a4; MULTIPLY; 1",
        "50000120:\tmuluh\ta2, a3, a4; MULTIPLY; 1",
        "50000120:\tl8ui\ta2, a3, 0; LOAD; 1",
        "50000120:\tl32i.n\ta2, a3, 0; LOAD; 1",
        "50000120:\tl32r\ta2, 50000000 <f>; LOAD; 1",
        "50000120:\ts8i\ta2, a3, 0; STORE; 1",
        "50000120:\ts32i.n\ta2, a3, 0; STORE; 1",
        "50000120:\tbnez.n\ta2, 50000130 <f>; BRANCH; 1",
        "50000120:\tbltui\ta2, 8, 50000130 <f>; BRANCH; 1",
        "50000120:\tbbci\ta2, 3, 50000130 <f>; BRANCH; 1",
        "50000120:\tcallx0\ta2; BRANCH; 1",
        "50000120:\tret.n; BRANCH; 1",
        "50000120:\taddx4\ta2, a3, a4; OTHER; 1",
        "50000120:\taddmi\ta2, a3, 0x100; OTHER; 1",
        "50000120:\tmoveqz\ta2, a3, a4; OTHER; 1",
        "50000120:\textui\ta2, a3, 0, 8; OTHER; 1",
        "50000120:\tssai\t8; OTHER; 1",
        "50000120:\tssl\ta2; OTHER; 1",
      })
  void xtensa(String line, Operation.Class does, int amount) {
    check("lx106", line, does, amount);
  }

  private static void check(String core, String line, Operation.Class does, int amount) {
    List<Instruction> instructions = Instruction.parse(List.of("", "f.o:  file format elf", line));
    assertThat(instructions).hasSize(1);
    Optional<Operation> operation = CoreModel.of(core).orElseThrow().classify(instructions.get(0));
    assertThat(operation.map(Operation::does)).contains(does);
    assertThat(operation.map(Operation::amount)).contains(amount);
  }

  @ParameterizedTest
  @CsvSource({
    "cortex-m4, .word",
    "cortex-m4, ldc",
    "cortex-m4, cdp",
    "rv32imc, vle8.v",
    "lx106, loopnez"
  })
  void whatNoRuleKnowsIsNotGuessed(String core, String mnemonic) {
    Instruction instruction = new Instruction(0, mnemonic, "");
    assertThat(CoreModel.of(core).orElseThrow().classify(instruction)).isEmpty();
  }

  @Test
  void executionsAreSummedByClassAndTimed() {
    CoreModel core = CoreModel.of("cortex-m4").orElseThrow();
    List<Instruction> program =
        Instruction.parse(
            """
            00000100 <f>:
             100:\tldr\tr1, [r0, #0]
             102:\tldr\tr2, [r0, #4]
             104:\tldrd\tr4, r5, [r0]
             108:\tsmlad\tr3, r1, r2, r3
             10c:\tsubs\tr6, #1
             10e:\tbne.n\t100 <f>
             110:\tbx\tlr
            """
                .lines()
                .toList());
    List<List<AddressCount>> intervals =
        AddressCount.parse(
            """
            10 5 0
            mark
            100 10 0
            102 10 0
            104 10 0
            108 10 0
            10c 10 0
            10e 10 9
            110 1 1
            mark
            """
                .lines()
                .toList());
    assertThat(intervals).hasSize(2);
    Histogram histogram = new ExecutedCode(core, program).histogram(intervals.get(1));
    assertThat(histogram.instructions()).isEqualTo(61);
    assertThat(histogram.multiplies()).containsOnly(Map.entry(2, 10L));
    assertThat(histogram.products()).isEqualTo(20);
    assertThat(histogram.loads()).containsEntry(1, 20L).containsEntry(2, 10L).hasSize(2);
    assertThat(histogram.wordsLoaded()).isEqualTo(40);
    assertThat(histogram.stores()).isEmpty();
    assertThat(histogram.taken()).isEqualTo(10);
    assertThat(histogram.notTaken()).isEqualTo(1);
    assertThat(histogram.other()).isEqualTo(10);
    assertThat(histogram.unknown()).isZero();
    // A load of 2, one behind it of 1, an LDRD of 3, SMLAD, SUBS and branch 1 each; 2 for each
    // refill.
    assertThat(histogram.cycles()).isEqualTo(10 * (2 + 1 + 3 + 1 + 1 + 1) + 1 + 2 * 10);
  }

  @Test
  void aLoopsFirstInstructionFollowsItsLastOne() {
    CoreModel core = CoreModel.of("cortex-m55").orElseThrow();
    List<Instruction> program =
        Instruction.parse(
            """
                  9c:      \tdls\tlr, r9
                  a0:      \tvldrb.u8\tq0, [r1], #16
                  a4:      \tvldrb.u8\tq1, [r3], #16
                  a8:      \tvmlava.s8\tr2, q0, q1
                  ac:      \tle\tlr, 0xa0 <f+0xa0> @ imm = #-16
            """
                .lines()
                .toList());
    List<AddressCount> counts =
        List.of(
            new AddressCount(0x9c, 1, 0),
            new AddressCount(0xa0, 10, 0),
            new AddressCount(0xa4, 10, 0),
            new AddressCount(0xa8, 10, 0),
            new AddressCount(0xac, 10, 9));
    // DLS 1; a load of 2, the first time only; one of 2 behind it; a multiply of 1.
    assertThat(new ExecutedCode(core, program).histogram(counts).cycles())
        .isEqualTo(1 + (2 + 9 * 1) + 10 * 2 + 10 * 1);
  }
}
