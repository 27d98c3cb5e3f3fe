package lowrank.decompose;

class Tucker1OutputsDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("tucker1-out");
  }
}
