package lowrank.decompose;

class Tucker2DecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("tucker2");
  }
}
