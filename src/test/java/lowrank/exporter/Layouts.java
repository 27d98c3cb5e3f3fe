package lowrank.exporter;

import lowrank.network.InputLayout;
import lowrank.network.Network;
import lowrank.tensor.Shape;

/** Single samples between NHWC and the layout of a model that was written. */
final class Layouts {
  private Layouts() {}

  /** An NHWC sample as the network's own input layout stores it. */
  static float[] stored(float[] sample, Network network) {
    Shape shape = network.inputShape();
    if (network.layout() == InputLayout.CHANNELS_LAST || shape.rank() != 3) {
      return sample;
    }
    float[] stored = new float[sample.length];
    int pixels = shape.dimension(0) * shape.dimension(1);
    for (int i = 0; i < sample.length; i++) {
      stored[i % shape.dimension(2) * pixels + i / shape.dimension(2)] = sample[i];
    }
    return stored;
  }

  /** A channels-first sample of an NHWC shape as NHWC. */
  static float[] toLast(float[] sample, Shape shape) {
    if (shape.rank() != 3) {
      return sample;
    }
    float[] last = new float[sample.length];
    int pixels = shape.dimension(0) * shape.dimension(1);
    for (int i = 0; i < sample.length; i++) {
      last[i] = sample[i % shape.dimension(2) * pixels + i / shape.dimension(2)];
    }
    return last;
  }
}
