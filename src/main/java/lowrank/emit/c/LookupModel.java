package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import lowrank.kernel.LookupKernel;

/** A function of one value as a table. */
public record LookupModel(Head head, int count, List<ConstantModel> constants)
    implements LayerModel {

  static LookupModel of(LookupKernel kernel, LayerContext context) {
    List<String> comment =
        List.of(
            CText.format(
                "%s, %s: the output for each input from -128 to 127.",
                context.layer(), kernel.function()),
            context.source());
    return new LookupModel(
        context.head(kernel.function() + " by table"),
        kernel.output().shape().elements(),
        List.of(
            ConstantModel.of(
                context.function() + "_table",
                kernel.table().type(),
                comment,
                kernel.table().toArray())));
  }

  @Override
  public String template() {
    return "Lookup.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
