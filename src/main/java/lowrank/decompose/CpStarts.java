package lowrank.decompose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import lowrank.decompose.CpModel.Term;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Svd;
import org.ejml.data.DMatrixRMaj;

/**
 * Starting points of the alternation. The two orthogonal ones write the kernel as a sum of mutually
 * orthogonal terms of rank one, largest first: their first R terms are nested, leave the root of
 * the other terms' energy as error, and are exact when all terms are taken.
 */
final class CpStarts {
  private CpStarts() {}

  /**
   * The number of terms that are enough for every kernel of this size: one SVD for each point of
   * the kernel, or one for each pair of channels.
   */
  static int limit(KernelTensor kernel) {
    return Math.min(pointTerms(kernel), channelTerms(kernel));
  }

  private static int pointTerms(KernelTensor kernel) {
    return kernel.height() * kernel.width() * Math.min(kernel.inputs(), kernel.outputs());
  }

  private static int channelTerms(KernelTensor kernel) {
    return kernel.inputs() * kernel.outputs() * Math.min(kernel.height(), kernel.width());
  }

  /** Terms from slices, {@link #limit} of them. */
  static List<Term> slices(KernelTensor kernel) {
    List<Term> terms = new ArrayList<>();
    if (pointTerms(kernel) <= channelTerms(kernel)) {
      for (int point = 0; point < kernel.height() * kernel.width(); point++) {
        addPoint(kernel, point / kernel.width(), point % kernel.width(), terms);
      }
    } else {
      for (int t = 0; t < kernel.outputs(); t++) {
        for (int s = 0; s < kernel.inputs(); s++) {
          addChannels(kernel, t, s, terms);
        }
      }
    }
    return largestFirst(terms);
  }

  private static void addPoint(KernelTensor kernel, int i, int j, List<Term> terms) {
    DMatrixRMaj slice = new DMatrixRMaj(kernel.outputs(), kernel.inputs());
    for (int t = 0; t < kernel.outputs(); t++) {
      for (int s = 0; s < kernel.inputs(); s++) {
        slice.set(t, s, kernel.at(t, i, j, s));
      }
    }
    Svd svd = LinearAlgebra.svd(slice);
    double[] row = unit(kernel.height(), i);
    double[] column = unit(kernel.width(), j);
    for (int r = 0; r < svd.values().length; r++) {
      terms.add(
          new Term(svd.values()[r], column(svd.left(), r), row, column, column(svd.right(), r)));
    }
  }

  private static void addChannels(KernelTensor kernel, int t, int s, List<Term> terms) {
    DMatrixRMaj slice = new DMatrixRMaj(kernel.height(), kernel.width());
    for (int i = 0; i < kernel.height(); i++) {
      for (int j = 0; j < kernel.width(); j++) {
        slice.set(i, j, kernel.at(t, i, j, s));
      }
    }
    Svd svd = LinearAlgebra.svd(slice);
    double[] output = unit(kernel.outputs(), t);
    double[] input = unit(kernel.inputs(), s);
    for (int r = 0; r < svd.values().length; r++) {
      terms.add(
          new Term(svd.values()[r], output, column(svd.left(), r), column(svd.right(), r), input));
    }
  }

  /** Terms from the spatial SVD, each of its vectors split by another SVD; {@link #limit} kept. */
  static List<Term> nested(KernelTensor kernel) {
    Svd svd = LinearAlgebra.svd(kernel.unfoldSpatial());
    List<Term> terms = new ArrayList<>();
    for (int r = 0; r < svd.values().length; r++) {
      Svd left = LinearAlgebra.svd(reshaped(svd.left(), r, kernel.inputs(), kernel.height()));
      Svd right = LinearAlgebra.svd(reshaped(svd.right(), r, kernel.outputs(), kernel.width()));
      for (int p = 0; p < left.values().length; p++) {
        for (int q = 0; q < right.values().length; q++) {
          terms.add(
              new Term(
                  svd.values()[r] * left.values()[p] * right.values()[q],
                  column(right.left(), q),
                  column(left.right(), p),
                  column(right.right(), q),
                  column(left.left(), p)));
        }
      }
    }
    List<Term> sorted = largestFirst(terms);
    return List.copyOf(sorted.subList(0, Math.min(limit(kernel), sorted.size())));
  }

  /** Unit columns in random directions and no norms: only the first update gives them any. */
  static CpModel random(KernelTensor kernel, int rank, long seed) {
    Random random = new Random(seed);
    return new CpModel(
        directions(kernel.outputs(), rank, random),
        directions(kernel.height(), rank, random),
        directions(kernel.width(), rank, random),
        directions(kernel.inputs(), rank, random),
        new double[rank]);
  }

  private static DMatrixRMaj directions(int size, int rank, Random random) {
    DMatrixRMaj matrix = new DMatrixRMaj(size, rank);
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = random.nextGaussian();
    }
    CpAlternation.normalise(matrix);
    return matrix;
  }

  private static List<Term> largestFirst(List<Term> terms) {
    return terms.stream().sorted(Comparator.comparingDouble(Term::norm).reversed()).toList();
  }

  private static double[] unit(int size, int index) {
    double[] vector = new double[size];
    vector[index] = 1;
    return vector;
  }

  private static double[] column(DMatrixRMaj matrix, int column) {
    double[] values = new double[matrix.numRows];
    for (int row = 0; row < values.length; row++) {
      values[row] = matrix.get(row, column);
    }
    return values;
  }

  private static DMatrixRMaj reshaped(DMatrixRMaj matrix, int column, int rows, int columns) {
    return DMatrixRMaj.wrap(rows, columns, column(matrix, column));
  }
}
