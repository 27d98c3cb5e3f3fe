package lowrank.decompose;

class Tucker1InputsDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("tucker1-in");
  }
}
