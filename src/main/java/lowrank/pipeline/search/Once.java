package lowrank.pipeline.search;

import java.util.function.Supplier;

/** Computes a value when it is first asked for; safe for several threads. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> source;
  private T value;

  private Once(Supplier<T> source) {
    this.source = source;
  }

  static <T> Once<T> of(Supplier<T> source) {
    return new Once<>(source);
  }

  @Override
  public synchronized T get() {
    if (value == null) {
      value = source.get();
    }
    return value;
  }
}
