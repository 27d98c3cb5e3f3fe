package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import lowrank.execute.FloatExecutor;
import lowrank.network.Network;

/** Runs networks on random inputs of fixed seed, in batches smaller than their number. */
final class RandomActivations implements ActivationRun {
  private static final int BATCH = 5;

  private final float[][] inputs;
  private long layersRun;

  RandomActivations(Network network, int count) {
    Random random = new Random(7);
    inputs = new float[count][network.shapes().get(network.input()).elements()];
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) random.nextGaussian();
      }
    }
  }

  @Override
  public int count() {
    return inputs.length;
  }

  /** Layers that were executed, inputs not counted. */
  long layersRun() {
    return layersRun;
  }

  @Override
  public void execute(List<Request> requests, Observer observer) {
    List<FloatExecutor> executors = new ArrayList<>();
    for (Request request : requests) {
      layersRun += request.network().layers().size();
      executors.add(new FloatExecutor(request.network(), request.values()));
    }
    for (int first = 0; first < count(); first += BATCH) {
      int count = Math.min(BATCH, count() - first);
      List<Map<String, float[]>> values = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        values.add(executors.get(i).run(batch(requests.get(i), first, count), count));
      }
      observer.see(first, count, values);
    }
    executors.forEach(FloatExecutor::close);
  }

  private float[] batch(Request request, int first, int count) {
    IntFunction<float[]> samples =
        request.input().<IntFunction<float[]>>map(stored -> stored::sample).orElse(i -> inputs[i]);
    int length = samples.apply(first).length;
    float[] batch = new float[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(samples.apply(first + i), 0, batch, i * length, length);
    }
    return batch;
  }

  @Override
  public void differentiate(
      Network network, Set<String> layers, int count, Seeds seeds, Observer observer) {
    throw new UnsupportedOperationException();
  }
}
