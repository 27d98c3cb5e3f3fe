package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

/** Which writer prints which kernel record. */
final class ReferenceBodies {
  private static final Map<Class<? extends Kernel>, BodyWriter<Kernel>> ALL = new LinkedHashMap<>();

  static {
    register(ConvolutionKernel.class, new ConvolutionReference());
    register(PoolKernel.class, new PoolReference());
    register(MeanKernel.class, new MeanReference());
    register(AddKernel.class, new AddReference());
    register(SumKernel.class, new SumReference());
    register(ProductKernel.class, new ProductReference());
    register(LookupKernel.class, new LookupReference());
    register(ConcatenationKernel.class, new ConcatenationReference());
    register(PadKernel.class, new PadReference());
    register(ResizeNearestKernel.class, new ResizeNearestReference());
    register(SliceKernel.class, new SliceReference());
    register(RequantiseKernel.class, new RequantiseReference());
    register(ReshapeKernel.class, new ReshapeReference());
    register(SoftmaxKernel.class, new SoftmaxReference());
    register(TransposeKernel.class, new TransposeReference());
    register(TransposedConvolutionKernel.class, new TransposedConvolutionReference());
  }

  private ReferenceBodies() {}

  private static <K extends Kernel> void register(Class<K> kind, BodyWriter<K> writer) {
    ALL.put(kind, (kernel, scope) -> writer.body(kind.cast(kernel), scope));
  }

  /** The kernel records that can be printed. */
  static Set<Class<? extends Kernel>> kinds() {
    return ALL.keySet();
  }

  /** The loops of a kernel. */
  static CodeBlock body(Kernel kernel, LayerScope scope) {
    BodyWriter<Kernel> writer = ALL.get(kernel.getClass());
    if (writer == null) {
      throw new IllegalStateException("no Java printer for " + kernel.getClass().getSimpleName());
    }
    return writer.body(kernel, scope);
  }
}
