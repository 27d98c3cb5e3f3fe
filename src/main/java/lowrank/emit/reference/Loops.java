package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;

/** Builds nested counting loops; a loop that would run once is left out. */
final class Loops {
  private final CodeBlock.Builder code;
  private int open;

  Loops(CodeBlock.Builder code) {
    this.code = code;
  }

  /** Opens {@code for (int variable = 0; variable < count; variable++)}. */
  Loops over(String variable, int count) {
    if (count > 1) {
      code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", variable, variable, count, variable);
      open++;
    }
    return this;
  }

  /** Opens {@code if (condition)}. */
  Loops when(CodeBlock condition) {
    code.beginControlFlow("if ($L)", condition);
    open++;
    return this;
  }

  /** Closes everything that was opened. */
  void close() {
    for (; open > 0; open--) {
      code.endControlFlow();
    }
  }
}
