package io.yoso4j.cli;

import io.yoso4j.train.StepProfile;
import io.yoso4j.train.pipeline.LoaderProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time of training steps went, as text. */
final class ProfileText {
  private ProfileText() {}

  /** A table of the step's parts, and one of the loader's work per image. */
  static List<String> lines(StepProfile profile) {
    List<String> lines = new ArrayList<>();
    double seconds = profile.seconds();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d steps of %.0f ms, %.1f images/s",
            profile.steps(),
            per(seconds, profile.steps()),
            rate(profile.images(), seconds)));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part of a step", "ms", "share"));
    profile
        .parts()
        .forEach((part, spent) ->
            rows.add(
                List.of(
                    part.equals("data") ? "data (waiting for it)" : part,
                    milliseconds(spent, profile.steps()),
                    share(spent, seconds))));
    lines.addAll(Columns.aligned(rows));
    lines.addAll(loader(profile.loader(), profile.loaderThreads()));
    return lines;
  }

  private static List<String> loader(LoaderProfile loader, int threads) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "loader: %.1f ms an image, %d %s beside the steps, at most %.1f images/s",
            per(loader.seconds(), loader.samples()),
            threads,
            threads == 1 ? "thread" : "threads",
            rate(loader.samples(), loader.seconds()) * threads));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part of loading", "ms", "share"));
    double rest = loader.seconds();
    for (Map.Entry<String, Double> part : loader.parts().entrySet()) {
      rows.add(row(part.getKey(), part.getValue(), loader));
      rest -= part.getValue();
    }
    rows.add(row("rest", Math.max(0, rest), loader));
    lines.addAll(Columns.aligned(rows));
    return lines;
  }

  private static List<String> row(String name, double seconds, LoaderProfile loader) {
    return List.of(name, milliseconds(seconds, loader.samples()), share(seconds, loader.seconds()));
  }

  private static String milliseconds(double seconds, long count) {
    return String.format(Locale.ROOT, "%.1f", per(seconds, count));
  }

  private static String share(double seconds, double all) {
    return String.format(Locale.ROOT, "%.1f%%", all > 0 ? 100 * seconds / all : 0);
  }

  private static double per(double seconds, long count) {
    return count > 0 ? 1000 * seconds / count : 0;
  }

  private static double rate(long count, double seconds) {
    return seconds > 0 ? count / seconds : 0;
  }
}
