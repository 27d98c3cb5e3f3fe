package lowrank.decompose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Eigen;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Matrices worth trying on the channels of a boundary. With C = E h hᵀ of the channels and B all
 * that is behind them, the noise of an int8 intermediate is about max E h² · ‖B‖² times a constant.
 * Over all invertible matrices that is least, (Σ s)²/R, in the basis of the singular value
 * decomposition B C^½ = U S Vᵀ with the channels Q S^½ Vᵀ C^-½ h, where the orthogonal Q gives all
 * of them the same mean square: for any gauge, R · max E h² · ‖B‖² ≥ tr C · ‖B‖² ≥ ‖B C^½‖*², by
 * Cauchy-Schwarz, and this one meets both with equality.
 */
final class GaugeCandidates {
  /** Random rotations tried besides the plain one. */
  private static final int ROTATIONS = 8;

  /** Powers of a channel's root mean square that it is divided by. */
  private static final double[] EQUALIZATIONS = {0.25, 0.5, 0.75, 1};

  /** Least eigenvalue of C, relative to the mean one: directions without signal stay finite. */
  private static final double LEAST_MOMENT = 1e-6;

  /** Least extent of a channel, relative to the largest. */
  private static final double LEAST_EXTENT = 1e-3;

  /** Least singular value, relative to the largest. */
  private static final double LEAST_SINGULAR = 1e-4;

  private GaugeCandidates() {}

  /** The kinds of candidates. */
  enum Kind {
    /** As it is: scales balanced between writers and readers. */
    BALANCE,
    /** Channels made more alike in root mean square or in extent. */
    EQUALIZE,
    /** The basis of the singular value decomposition. */
    CANONICAL,
    /**
     * The same, rotated so that all channels have one size; equalised where scales alone are free.
     */
    ROTATE
  }

  /** Candidates of one kind for a boundary; none if the kind does not apply. */
  static List<ChannelMix> of(Kind kind, GaugedChain chain, int boundary) {
    boolean mixable = chain.boundary(boundary).mixable();
    return switch (kind) {
      case BALANCE -> List.of(ChannelMix.identity(chain.boundary(boundary).channels()));
      case EQUALIZE -> equalizing(chain.intermediates().get(boundary));
      case CANONICAL -> mixable ? List.of(canonical(chain, boundary).mix) : List.of();
      case ROTATE ->
          mixable
              ? rotating(canonical(chain, boundary))
              : equalizing(chain.intermediates().get(boundary));
    };
  }

  private static List<ChannelMix> equalizing(Intermediate intermediate) {
    List<ChannelMix> mixes = new ArrayList<>();
    double[] inverses = floored(intermediate.extents(), LEAST_EXTENT);
    Arrays.setAll(inverses, r -> 1 / inverses[r]);
    mixes.add(ChannelMix.diagonal(inverses));
    for (double power : EQUALIZATIONS) {
      double[] squares = floored(intermediate.meanSquares(), LEAST_MOMENT);
      double[] factors = new double[squares.length];
      for (int r = 0; r < factors.length; r++) {
        factors[r] = StrictMath.pow(squares[r], -power / 2);
      }
      mixes.add(ChannelMix.diagonal(factors));
    }
    return mixes;
  }

  /** The mix S^½ Vᵀ C^-½, and S, which is then the channels' moment. */
  private record Canonical(ChannelMix mix, double[] moments) {}

  private static Canonical canonical(GaugedChain chain, int boundary) {
    Eigen moment = LinearAlgebra.symmetricEigen(chain.intermediates().get(boundary).secondMoment());
    double[] eigenvalues = floored(moment.values(), LEAST_MOMENT);
    DMatrixRMaj root = scaledColumns(moment.vectors(), eigenvalues, 0.5);
    DMatrixRMaj inverse = scaledColumns(moment.vectors(), eigenvalues, -0.5);
    Eigen product =
        LinearAlgebra.symmetricEigen(
            LinearAlgebra.multiplyTransposed(
                root, LinearAlgebra.multiply(chain.readerGrams().get(boundary), root)));
    double[] squares = floored(product.values(), LEAST_SINGULAR * LEAST_SINGULAR);
    double[] singular = new double[squares.length];
    for (int i = 0; i < singular.length; i++) {
      singular[i] = StrictMath.sqrt(squares[i]);
    }
    DMatrixRMaj forward =
        LinearAlgebra.multiplyByTransposed(
            LinearAlgebra.transpose(scaledColumns(product.vectors(), singular, 0.5)), inverse);
    DMatrixRMaj backward =
        LinearAlgebra.multiply(root, scaledColumns(product.vectors(), singular, -0.5));
    return new Canonical(new ChannelMix(forward, backward), singular);
  }

  private static List<ChannelMix> rotating(Canonical canonical) {
    DMatrixRMaj moments = CommonOps_DDRM.diag(canonical.moments);
    List<ChannelMix> mixes = new ArrayList<>();
    mixes.add(canonical.mix.rotated(EvenRotation.of(moments)));
    for (int variant = 0; variant < ROTATIONS; variant++) {
      mixes.add(canonical.mix.rotated(EvenRotation.of(moments, variant)));
    }
    return mixes;
  }

  /** Values not below a share of the largest; ones if there is none above 0. */
  private static double[] floored(double[] values, double share) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    double[] floored = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      floored[i] = largest > 0 ? Math.max(values[i], share * largest) : 1;
    }
    return floored;
  }

  private static DMatrixRMaj scaledColumns(DMatrixRMaj matrix, double[] values, double power) {
    DMatrixRMaj scaled = matrix.copy();
    for (int column = 0; column < values.length; column++) {
      double factor = StrictMath.pow(values[column], power);
      for (int row = 0; row < scaled.numRows; row++) {
        scaled.set(row, column, scaled.get(row, column) * factor);
      }
    }
    return scaled;
  }
}
