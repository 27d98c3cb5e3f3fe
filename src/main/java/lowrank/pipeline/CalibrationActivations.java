package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lowrank.decompose.ActivationRun;
import lowrank.execute.FloatExecutor;

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
        float[] inputs = inputs(first, count);
        List<Map<String, float[]>> values = new ArrayList<>();
        for (FloatExecutor executor : executors) {
          values.add(executor.run(inputs, count));
        }
        observer.see(first, count, values);
      }
    } finally {
      executors.forEach(FloatExecutor::close);
    }
  }

  private float[] inputs(int first, int count) {
    float[] sample = data.real(first);
    float[] inputs = new float[count * sample.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(data.real(first + i), 0, inputs, i * sample.length, sample.length);
    }
    return inputs;
  }
}
