package lowrank.decompose;

import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * An invertible matrix that acts on intermediate channels.
 *
 * @param forward M, R×R: new channels from old
 * @param backward M⁻¹
 */
record ChannelMix(DMatrixRMaj forward, DMatrixRMaj backward) {
  static ChannelMix identity(int channels) {
    return new ChannelMix(CommonOps_DDRM.identity(channels), CommonOps_DDRM.identity(channels));
  }

  /** Every channel times its factor; none is 0. */
  static ChannelMix diagonal(double[] factors) {
    double[] inverses = new double[factors.length];
    for (int r = 0; r < factors.length; r++) {
      inverses[r] = 1 / factors[r];
    }
    return new ChannelMix(CommonOps_DDRM.diag(factors), CommonOps_DDRM.diag(inverses));
  }

  /** This after an orthogonal matrix {@code rotation} on the new channels. */
  ChannelMix rotated(DMatrixRMaj rotation) {
    return new ChannelMix(
        LinearAlgebra.multiply(rotation, forward),
        LinearAlgebra.multiplyByTransposed(backward, rotation));
  }
}
