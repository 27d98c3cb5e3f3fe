package lowrank.emit.c.dsp;

import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/** Dense layers, and convolutions with fewer output pixels than {@link ColumnsForm} takes. */
final class PixelsForm implements KernelForm {
  @Override
  public boolean takes(Kernel kernel) {
    return ColumnsForm.suits(kernel);
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return inPlace(convolution) ? 0 : ColumnsForm.windowBytes(convolution);
  }

  /** Whether pixels are read where they lie. */
  static boolean inPlace(ConvolutionKernel kernel) {
    return kernel.window().isPoint() && WindowModel.of(kernel).direct();
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    return PixelsModel.of((ConvolutionKernel) kernel, context);
  }
}
