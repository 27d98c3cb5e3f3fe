package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.decompose.CpModel.Term;
import lowrank.kernel.Window;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Canonical polyadic decomposition. Over four modes: 1×1 S→R, Dh×1 and 1×Dw depthwise, 1×1 R→T
 * (Lebedev et al. 2015, "Speeding-up convolutional neural networks using fine-tuned
 * CP-decomposition", section 3); a kernel of one row or column has one depthwise factor only. Over
 * three modes, rows and columns being one: 1×1 S→R, Dh×Dw depthwise, 1×1 R→T (Astrid and Lee 2017,
 * "CP-decomposition with tensor power method for convolutional neural networks compression",
 * section III), never worse at a rank but for local optima, as every term over four modes is one
 * over three.
 *
 * <p>Several starts run for a few sweeps, the best goes on to convergence: the better of two
 * orthogonal ones, made of singular value decompositions and exact at the largest rank, and two
 * random ones of fixed seed. What is found is a local optimum, so that a higher rank can come out
 * slightly worse than a lower one: by up to 0.01 in relative error on small random kernels.
 */
final class CpDecomposition extends ChainDecomposition {
  private static final int RANDOM_STARTS = 2;
  private static final int TRIAL_SWEEPS = 10;
  private static final int MAXIMUM_SWEEPS = 200;

  private final boolean rowsApart;

  private CpDecomposition(String name, boolean rowsApart) {
    super(name);
    this.rowsApart = rowsApart;
  }

  /** Rows and columns of the kernel are modes of their own. */
  static CpDecomposition fourWay() {
    return new CpDecomposition("cp", true);
  }

  /** The points of the kernel are one mode. */
  static CpDecomposition threeWay() {
    return new CpDecomposition("cp3", false);
  }

  @Override
  Optional<String> kernelObstacle(WeightedOperator operator) {
    Window window = window(operator);
    boolean line = window.kernelHeight() == 1 || window.kernelWidth() == 1;
    if (!rowsApart && line && window.taps() > 1) {
      return Optional.of("the kernel has one row or column, cp is the method for it");
    }
    return needsSeveralPoints(operator);
  }

  @Override
  public List<Integer> rankLimits(WeightedOperator operator) {
    return List.of(CpStarts.limit(modes(KernelTensor.of(operator))));
  }

  /** The kernel as the tensor that is decomposed. */
  private KernelTensor modes(KernelTensor kernel) {
    return rowsApart
        ? kernel
        : new KernelTensor(
            kernel.outputs(),
            kernel.height() * kernel.width(),
            1,
            kernel.inputs(),
            kernel.values());
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelSize kernel = KernelSize.of(operator);
    int rank = ranks.get(0);
    List<FactorShape> shapes = new ArrayList<>();
    shapes.add(FactorShape.of(kernel.inputs(), rank, Window.POINT));
    Window window = window(operator);
    if (!rowsApart || kernel.height() == 1 || kernel.width() == 1) {
      shapes.add(FactorShape.depthwise(rank, window));
    } else {
      shapes.add(FactorShape.depthwise(rank, window.vertical()));
      shapes.add(FactorShape.depthwise(rank, window.horizontal()));
    }
    shapes.add(FactorShape.of(rank, kernel.outputs(), Window.POINT));
    return shapes;
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator) {
    return Spectra.both(operator);
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator, ResponseMetric metric) {
    return List.of(
        Spectra.inputs(operator, metric), Spectra.responses(Spectra.OUTPUTS, operator, metric));
  }

  @Override
  Solver solver(KernelTensor given) {
    KernelTensor kernel = modes(given);
    List<List<Term>> starts = List.of(CpStarts.nested(kernel), CpStarts.slices(kernel));
    CpAlternation alternation = new CpAlternation(kernel);
    return ranks -> factors(kernel, fit(kernel, alternation, starts, ranks.get(0)));
  }

  private static CpModel fit(
      KernelTensor kernel, CpAlternation alternation, List<List<Term>> starts, int rank) {
    CpAlternation.State best = null;
    for (List<Term> terms : starts) {
      CpAlternation.State state = alternation.start(CpModel.of(terms, kernel, rank));
      best = best == null || state.squaredError() < best.squaredError() ? state : best;
    }
    if (best.squaredError() < CpAlternation.EXACT) {
      return best.model();
    }
    best = alternation.improve(best, TRIAL_SWEEPS);
    for (int seed = 1; seed <= RANDOM_STARTS; seed++) {
      CpAlternation.State state = alternation.start(CpStarts.random(kernel, rank, seed));
      state = alternation.improve(state, TRIAL_SWEEPS);
      best = state.squaredError() < best.squaredError() ? state : best;
    }
    return alternation.improve(best, MAXIMUM_SWEEPS).model();
  }

  private static List<double[]> factors(KernelTensor kernel, CpModel model) {
    DMatrixRMaj outputs = model.outputs().copy();
    for (int t = 0; t < outputs.numRows; t++) {
      for (int r = 0; r < model.rank(); r++) {
        double sign = kernel.height() == 1 ? model.rows().get(0, r) : 1;
        sign *= kernel.width() == 1 ? model.columns().get(0, r) : 1;
        outputs.set(t, r, outputs.get(t, r) * model.norms()[r] * sign);
      }
    }
    List<double[]> factors = new ArrayList<>();
    factors.add(TuckerModes.transposed(model.inputs()));
    if (kernel.height() > 1) {
      factors.add(TuckerModes.transposed(model.rows()));
    }
    if (kernel.width() > 1) {
      factors.add(TuckerModes.transposed(model.columns()));
    }
    factors.add(outputs.data);
    return factors;
  }
}
