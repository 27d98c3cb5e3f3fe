package lowrank.importer.pass;

import java.util.List;
import java.util.Map;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Reshape;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Turns each {@link ChannelAffine} that nothing could take up into a depthwise 1×1 convolution,
 * between two reshapes where its input is not an image.
 */
public final class AffineLowering implements Pass {
  @Override
  public Network apply(Network network) {
    Rewrite rewrite = new Rewrite(network);
    Map<String, Shape> shapes = network.shapes();
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof ChannelAffine affine) {
        lower(rewrite, layer, affine, shapes.get(layer.name()));
      } else {
        rewrite.append(layer);
      }
    }
    return rewrite.finish();
  }

  private static void lower(Rewrite rewrite, Layer layer, ChannelAffine affine, Shape shape) {
    if (shape.rank() == 3) {
      rewrite.append(layer.withOperator(depthwise(affine)));
      return;
    }
    String image = rewrite.unused(layer.name() + "_image");
    Shape imageShape = Shape.of(1, shape.elements() / shape.channels(), shape.channels());
    rewrite.append(new Layer(image, new Reshape(imageShape), layer.inputs(), layer.origin()));
    rewrite.append(new Layer(layer.name(), depthwise(affine), List.of(image), layer.origin()));
    String back = rewrite.unused(layer.name() + "_reshape");
    rewrite.append(new Layer(back, new Reshape(shape), List.of(layer.name()), layer.origin()));
    rewrite.alias(layer.name(), back);
  }

  private static Conv2d depthwise(ChannelAffine affine) {
    int channels = affine.scale().size();
    Tensor weights = affine.scale().reshape(Shape.of(channels, 1, 1, 1));
    return new Conv2d(weights, affine.offset(), Window.POINT, channels, Range.ALL);
  }
}
