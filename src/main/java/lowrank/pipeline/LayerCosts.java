package lowrank.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import lowrank.cost.CostModel;
import lowrank.emit.c.CEmitter;
import lowrank.program.Program;
import lowrank.report.Report;
import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.tensor.ElementType;

/** Predicted instructions of a program's layers. */
final class LayerCosts {
  private LayerCosts() {}

  /**
   * Instructions of each step on what the target's emulator runs, in balanced C; none for a step
   * whose C is not known to the cost model.
   *
   * @return empty if there is no cost model for the target
   */
  static Optional<List<OptionalLong>> of(Program program, Target target) {
    return CostModel.of(target)
        .map(
            model -> {
              Target balanced = target.optimized(Optimize.BALANCED);
              List<String> forms = CEmitter.forms(program, balanced);
              List<OptionalLong> costs = new ArrayList<>();
              for (int i = 0; i < forms.size(); i++) {
                costs.add(
                    model.instructions(forms.get(i), program.steps().get(i).layer().kernel()));
              }
              return costs;
            });
  }

  /** The same with a step's multiplies where nothing predicts its instructions. */
  static List<Long> standIns(Program program, List<OptionalLong> costs) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      all.add(costs.get(i).orElse(program.steps().get(i).layer().kernel().multiplies()));
    }
    return all;
  }

  /**
   * Instructions of all steps; empty if there is no cost model for the target, or none for
   * activations of 16 bits, of which there are some.
   */
  static Optional<Report.Predicted> whole(Program program, Target target) {
    boolean bytes =
        program.steps().stream()
            .allMatch(step -> step.layer().kernel().output().type().element() == ElementType.INT8);
    return of(program, target)
        .filter(costs -> bytes)
        .map(
            costs -> {
              CostModel model = CostModel.of(target).orElseThrow();
              long sum = standIns(program, costs).stream().mapToLong(Long::longValue).sum();
              return new Report.Predicted(model.core(), sum, model.meanError());
            });
  }

  /** Instructions by source layer; layers with a step that nothing predicts are absent. */
  static Map<String, Long> bySource(Program program, Target target) {
    Map<String, Long> sums = new LinkedHashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    List<OptionalLong> costs = of(program, target).orElse(List.of());
    for (int i = 0; i < costs.size(); i++) {
      String source = program.steps().get(i).layer().origin().sourceLayer();
      sums.merge(source, costs.get(i).orElse(0), Long::sum);
      if (costs.get(i).isEmpty()) {
        unknown.add(source);
      }
    }
    sums.keySet().removeAll(unknown);
    return sums;
  }
}
