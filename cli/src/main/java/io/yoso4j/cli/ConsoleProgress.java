package io.yoso4j.cli;

import io.yoso4j.train.StepProfile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows training as a line that redraws itself, or as plain lines where nobody watches. Called from
 * one thread.
 */
final class ConsoleProgress implements TrainProgress {

  private static final int BAR = 24;

  private final StatusLine line;
  private final Terminal terminal;
  private final BooleanSupplier stop;
  private final LongSupplier clock;

  private long firstStep;
  private long totalSteps;
  private long startNanos;
  private long shownNanos;
  private String accuracy = "";
  private @Nullable StepProfile profile;

  /**
   * @param clock nanoseconds from any origin
   */
  ConsoleProgress(PrintWriter err, Terminal terminal, BooleanSupplier stop, LongSupplier clock) {
    line = new StatusLine(err, terminal);
    this.terminal = terminal;
    this.stop = stop;
    this.clock = clock;
  }

  @Override
  public void started(String description, long firstStep, long totalSteps) {
    this.firstStep = firstStep;
    this.totalSteps = totalSteps;
    startNanos = clock.getAsLong();
    shownNanos = startNanos - StatusLine.PLAIN_NANOS;
    line.println(description);
  }

  @Override
  public void step(long step, double loss, Map<String, Double> terms, double imagesPerSecond) {
    long now = clock.getAsLong();
    boolean last = step >= totalSteps;
    if (!last && !line.isDue(now - shownNanos)) {
      return;
    }
    shownNanos = now;
    String numbers =
        String.format(
            Locale.ROOT,
            "%d/%d  loss %.3f%s  %.1f images/s%s%s",
            step,
            totalSteps,
            loss,
            byKind(terms),
            imagesPerSecond,
            accuracy,
            last ? "" : "  " + remaining(step, now));
    line.show((terminal.interactive() ? bar(step) + " " : "step ") + numbers);
  }

  @Override
  public void evaluated(long step, Map<String, Double> segm, Map<String, Double> bbox) {
    double ap = segm.getOrDefault("AP", Double.NaN);
    accuracy = String.format(Locale.ROOT, "  AP %.3f", ap);
    line.println(
        String.format(
            Locale.ROOT,
            "step %d: mask AP %.3f, AP50 %.3f, AP75 %.3f; box AP %.3f",
            step,
            ap,
            segm.getOrDefault("AP50", Double.NaN),
            segm.getOrDefault("AP75", Double.NaN),
            bbox.getOrDefault("AP", Double.NaN)));
  }

  @Override
  public void profiled(StepProfile profile) {
    this.profile = profile;
  }

  /** What was told of the steps' time; null if nothing was. */
  @Nullable StepProfile profile() {
    return profile;
  }

  @Override
  public void saved(Path checkpoint) {
    if (!terminal.interactive()) {
      line.println("saved " + checkpoint);
    }
  }

  @Override
  public void note(String message) {
    line.println(message);
  }

  @Override
  public void warned(String message) {
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

  private String bar(long step) {
    int done = totalSteps == 0 ? BAR : (int) (BAR * Math.min(step, totalSteps) / totalSteps);
    return "[" + "=".repeat(done) + " ".repeat(BAR - done) + "]";
  }

  private String remaining(long step, long now) {
    long done = step - firstStep;
    if (done <= 0) {
      return "";
    }
    double perStep = (now - startNanos) / 1e9 / done;
    return Durations.words(perStep * (totalSteps - step)) + " left";
  }

  /**
   * The terms summed over the stages: {@code s0_loss_mask} and {@code s1_loss_mask} are one number
   * to watch.
   */
  private static String byKind(Map<String, Double> terms) {
    Map<String, Double> kinds = new TreeMap<>();
    terms.forEach(
        (name, value) -> kinds.merge(name.replaceFirst("^.*loss_", ""), value, Double::sum));
    if (kinds.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(" (");
    kinds.forEach(
        (kind, value) -> text.append(String.format(Locale.ROOT, "%s %.2f ", kind, value)));
    text.setLength(text.length() - 1);
    return text.append(')').toString();
  }
}
