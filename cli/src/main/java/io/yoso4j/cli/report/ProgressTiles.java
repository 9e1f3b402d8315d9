package io.yoso4j.cli.report;

import io.yoso4j.cli.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a page says of a run that has not ended. */
final class ProgressTiles {
  private final RunProgress progress;

  ProgressTiles(RunProgress progress) {
    this.progress = progress;
  }

  /** One or two sentences. */
  String lead() {
    if (progress.step() == 0) {
      return "Nothing has been recorded yet.";
    }
    StringBuilder text = new StringBuilder();
    if (progress.steps().isPresent()) {
      text.append(
          String.format(
              Locale.ROOT,
              "Step %d of %d (%.0f%%).",
              progress.step(),
              progress.steps().getAsLong(),
              Math.floor(100 * progress.share())));
    } else {
      text.append("Step ").append(progress.step()).append('.');
    }
    progress
        .best()
        .ifPresentOrElse(
            best ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " The best mask AP so far is %.3f, at step %d.",
                        best.segm().get("AP"),
                        best.step())),
            () -> text.append(" There has been no evaluation yet."));
    return text.toString();
  }

  /** The bar, in percent; none when the number of steps is not known. */
  List<Map<String, ?>> bar() {
    return progress.steps().isEmpty() || progress.step() == 0
        ? List.of()
        : List.of(Map.of("percent", Amount.percent(progress.share())));
  }

  Tiles tiles() {
    Tiles tiles = new Tiles();
    progress
        .best()
        .ifPresent(best -> {
          tiles.addMain("Best mask AP", ap(best, "AP"), "at step " + best.step());
          tiles.add("Its AP50", ap(best, "AP50"), "half overlap counts");
        });
    if (!progress.history().evals().isEmpty()) {
      EvalPoint last = progress.history().evals().getLast();
      tiles.add("Latest mask AP", ap(last, "AP"), "at step " + last.step());
    }
    if (!progress.history().steps().isEmpty()) {
      StepPoint last = progress.history().steps().getLast();
      tiles.add("Loss", number(last.loss(), 3), "at step " + last.step());
      tiles.add("Speed", number(last.imagesPerSecond(), 1), "images per second");
      tiles.add("Training time", Durations.words(progress.seconds()), "so far");
    }
    double left = progress.secondsLeft();
    if (Double.isFinite(left)) {
      tiles.add("Time left", Durations.words(left), "at the speed of late");
    }
    return tiles;
  }

  private static String ap(EvalPoint eval, String name) {
    return Amount.of(eval.segm().getOrDefault(name, Double.NaN));
  }

  private static String number(double value, int decimals) {
    return Double.isFinite(value) ? Amount.fixed(value, decimals) : "not finite";
  }
}
