package lowrank.emit.c;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConcatenationKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.PadKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.ResizeNearestKernel;
import lowrank.kernel.SliceKernel;
import lowrank.kernel.SoftmaxKernel;
import lowrank.kernel.SumKernel;
import lowrank.kernel.TransposeKernel;
import lowrank.kernel.TransposedConvolutionKernel;

/** The table of kernels that can be printed. */
final class LayerModels {
  private static final Map<Class<?>, BiFunction<Kernel, LayerContext, LayerModel>> FACTORIES =
      new LinkedHashMap<>();

  static {
    register(AddKernel.class, AddModel::of);
    register(ConcatenationKernel.class, ConcatenationModel::of);
    register(ConvolutionKernel.class, ConvolutionModel::of);
    register(LookupKernel.class, LookupModel::of);
    register(MeanKernel.class, MeanModel::of);
    register(PadKernel.class, PadModel::of);
    register(PoolKernel.class, PoolModel::of);
    register(ProductKernel.class, ElementwiseModel::of);
    register(RequantiseKernel.class, RescaleModel::of);
    register(ReshapeKernel.class, (kernel, context) -> ReshapeModel.of(context));
    register(ResizeNearestKernel.class, ResizeNearestModel::of);
    register(SliceKernel.class, SliceModel::of);
    register(SoftmaxKernel.class, SoftmaxModel::of);
    register(SumKernel.class, ElementwiseModel::of);
    register(TransposeKernel.class, TransposeModel::of);
    register(TransposedConvolutionKernel.class, TransposedConvolutionModel::of);
  }

  private LayerModels() {}

  private static <K extends Kernel> void register(
      Class<K> kernel, BiFunction<K, LayerContext, LayerModel> factory) {
    FACTORIES.put(kernel, (value, context) -> factory.apply(kernel.cast(value), context));
  }

  /** The kernels that can be printed. */
  static Set<Class<?>> kernels() {
    return FACTORIES.keySet();
  }

  /** The model of the context's layer, or of a part of it, with this kernel. */
  static LayerModel of(Kernel kernel, LayerContext context) {
    var factory = FACTORIES.get(kernel.getClass());
    if (factory == null) {
      throw new IllegalStateException("no C for " + kernel.getClass().getName());
    }
    return factory.apply(kernel, context);
  }
}
