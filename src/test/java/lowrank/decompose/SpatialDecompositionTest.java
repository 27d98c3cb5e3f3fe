package lowrank.decompose;

class SpatialDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("spatial");
  }
}
