package lowrank.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on several elements at once, as many as there are processors. */
final class Parallel {
  private Parallel() {}

  /** A function of an element and its index. */
  @FunctionalInterface
  interface Indexed<T, R> {
    R apply(int index, T element);
  }

  /**
   * The function of every element, in order. Returns or throws only when all are done, so that no
   * work goes on behind the caller's back; of several exceptions the first element's is thrown.
   */
  static <T, R> List<R> map(List<T> elements, Indexed<T, R> function) {
    int threads =
        Math.max(1, Math.min(elements.size(), Runtime.getRuntime().availableProcessors()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        int index = i;
        futures.add(pool.submit(() -> function.apply(index, elements.get(index))));
      }
      return await(futures);
    } finally {
      pool.shutdown();
    }
  }

  private static <R> List<R> await(List<Future<R>> futures) {
    List<R> results = new ArrayList<>();
    RuntimeException first = null;
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        RuntimeException failure =
            e.getCause() instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(e.getCause());
        first = first == null ? failure : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }
}
