package lowrank.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankCurve.Step;

/** Curves of layers that exist on paper only. */
final class Curves {
  private Curves() {}

  /** One rank up to {@code limit}, of which the first {@code saving} save multiplies. */
  static RankCurve single(String layer, int limit, int saving) {
    List<Step> ladder = new ArrayList<>();
    for (int rank = 1; rank <= limit; rank++) {
      ladder.add(new Step(List.of(rank), rank, rank));
    }
    Spectrum spectrum = new Spectrum("TxS", limit, limit, Collections.nCopies(limit, 1.0));
    return new RankCurve(
        layer, "svd", List.of(limit), List.of(spectrum), ladder, saving + 1, saving + 1);
  }

  /** One or two ranks with given singular values. */
  static RankCurve spectra(String layer, String method, List<Integer> limits, Spectrum... spectra) {
    return new RankCurve(layer, method, limits, List.of(spectra), List.of(), 1, 1);
  }

  static Spectrum spectrum(int columns, Double... values) {
    return new Spectrum("S", values.length, columns, List.of(values));
  }
}
