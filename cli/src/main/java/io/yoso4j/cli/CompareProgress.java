package io.yoso4j.cli;

import io.yoso4j.train.lab.LabListener;
import io.yoso4j.train.lab.LabPlan;
import io.yoso4j.train.lab.VariantPlan;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows a comparison as it goes: what it will take, every turn, and the steps between. */
final class CompareProgress implements LabListener {
  private final StatusLine line;
  private final BooleanSupplier stop;
  private final LongSupplier clock;
  private long shownNanos;

  /**
   * @param clock nanoseconds from any origin
   */
  CompareProgress(PrintWriter err, Terminal terminal, BooleanSupplier stop, LongSupplier clock) {
    line = new StatusLine(err, terminal);
    this.stop = stop;
    this.clock = clock;
    shownNanos = clock.getAsLong();
  }

  @Override
  public void onWarmUp(int variants) {
    line.println(
        "Measuring how fast the %s ..."
            .formatted(variants == 1 ? "loss is" : variants + " losses are"));
  }

  @Override
  public void onPlan(LabPlan plan, double seconds, long stepsDone) {
    for (VariantPlan variant : plan.variants()) {
      line.println(
          String.format(
              Locale.ROOT,
              "  %-16s %s: %d steps of %.0f ms",
              variant.name(),
              variant.description(),
              variant.steps(),
              variant.millisPerStep()));
    }
    line.println(
        "%s x %s, evaluated every %s steps on %d images. %s about %s."
            .formatted(
                count(plan.variants().size(), "loss", "losses"),
                count(plan.seeds().size(), "seed", "seeds"),
                plan.variants().getFirst().evalEvery(),
                plan.valImages(),
                stepsDone == 0
                    ? "In all, this takes"
                    : "%d of %d steps are done; the rest takes".formatted(stepsDone, plan.steps()),
                Durations.words(seconds)));
  }

  private static String count(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  @Override
  public void onStep(String run, long done, long all) {
    long now = clock.getAsLong();
    if (line.isDue(now - shownNanos)) {
      shownNanos = now;
      line.show(
          String.format(
              Locale.ROOT,
              "%s  step %d of %d in all (%.0f%%)",
              run,
              done,
              all,
              100.0 * done / all));
    }
  }

  @Override
  public void onTurn(
      String run,
      long step,
      int steps,
      @Nullable Double ap,
      double millisPerStep,
      double secondsLeft) {
    line.println(
        String.format(
            Locale.ROOT,
            "%s  step %d/%d  %s  %.0f ms/step  %s left",
            run,
            step,
            steps,
            ap == null ? "stopped" : String.format(Locale.ROOT, "AP %.3f", ap),
            millisPerStep,
            Durations.words(secondsLeft)));
  }

  @Override
  public void onMeasure(String what) {
    line.println("Measuring " + what + " ...");
  }

  @Override
  public void onWarning(String message) {
    line.println("yoso4j: warning: " + message);
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  /** Ends an open progress line, so that what follows starts on a line of its own. */
  void finish() {
    line.finish();
  }
}
