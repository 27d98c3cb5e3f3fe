package lowrank.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import lowrank.rank.SearchProgress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows the candidates of a search on a terminal, nothing elsewhere. */
final class SearchBar implements SearchProgress, AutoCloseable {
  private final Console console;
  private final ProgressBar bar;

  private SearchBar(Console console, ProgressBar bar) {
    this.console = console;
    this.bar = bar;
  }

  /** A bar on standard error if somebody watches. */
  static SearchBar on(Console console) {
    if (!console.interactive()) {
      return new SearchBar(console, null);
    }
    PrintStream error = System.err;
    return new SearchBar(
        console,
        new ProgressBarBuilder()
            .setTaskName("search")
            .setInitialMax(-1)
            .setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(error))
            .build());
  }

  @Override
  public void measured(String layer, List<Integer> ranks, double accuracy, boolean holds) {
    if (bar != null) {
      bar.setExtraMessage(
          String.format(Locale.ROOT, "%s %s: %.2f %%", layer, Ranks.text(ranks), accuracy));
      bar.step();
    }
  }

  @Override
  public void working(String task, int done, int total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(task);
    }
  }

  @Override
  public void warning(String text) {
    console.err().println("lowrank: warning: " + text);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
