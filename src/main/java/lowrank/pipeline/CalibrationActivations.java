package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import lowrank.decompose.ActivationRun;
import lowrank.execute.FloatExecutor;
import lowrank.execute.GradientExecutor;
import lowrank.network.Network;

/** Runs float networks side by side on a dataset for the data-aware decomposition. */
final class CalibrationActivations implements ActivationRun {
  private static final int BATCH = 32;

  private final Dataset data;

  CalibrationActivations(Dataset data) {
    this.data = data;
  }

  @Override
  public int count() {
    return data.count();
  }

  @Override
  public void execute(List<Request> requests, Observer observer) {
    List<FloatExecutor> executors = new ArrayList<>();
    try {
      for (Request request : requests) {
        executors.add(new FloatExecutor(request.network(), request.values()));
      }
      for (int first = 0; first < data.count(); first += BATCH) {
        int count = Math.min(BATCH, data.count() - first);
        List<Map<String, float[]>> values = new ArrayList<>();
        for (int i = 0; i < executors.size(); i++) {
          Map<String, float[]> seen =
              executors.get(i).run(inputs(requests.get(i), first, count), count);
          FiniteValues.check(first, count, seen);
          values.add(seen);
        }
        observer.see(first, count, values);
      }
    } finally {
      executors.forEach(FloatExecutor::close);
    }
  }

  @Override
  public void differentiate(
      Network network, Set<String> layers, int inputs, Seeds seeds, Observer observer) {
    int end = Math.min(inputs, data.count());
    try (GradientExecutor executor = new GradientExecutor(network, layers)) {
      int length = executor.seedLength();
      for (int first = 0; first < end; first += BATCH) {
        int start = first;
        int count = Math.min(BATCH, end - first);
        Map<String, float[]> gradients =
            executor.run(
                batch(data::real, start, count),
                batch(i -> seeds.of(i, length), start, count),
                count);
        observer.see(first, count, List.of(gradients));
      }
    }
  }

  private float[] inputs(Request request, int first, int count) {
    IntFunction<float[]> samples =
        request.input().<IntFunction<float[]>>map(stored -> stored::sample).orElse(data::real);
    return batch(samples, first, count);
  }

  private static float[] batch(IntFunction<float[]> samples, int first, int count) {
    float[] sample = samples.apply(first);
    float[] inputs = new float[count * sample.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(samples.apply(first + i), 0, inputs, i * sample.length, sample.length);
    }
    return inputs;
  }
}
