package lowrank.decompose;

class CpDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("cp");
  }
}
