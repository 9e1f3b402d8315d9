package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.train.TrainedModel.Weights;
import io.yoso4j.train.config.DataSettings;
import io.yoso4j.train.explain.ExplainedView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Where the page of an explanation goes. */
record ExplanationFile(ExplainTask task) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._=-]{1,60}");

  /**
   * Checks that a page that is named replaces at most an older page, and lies neither in the data
   * nor, but for its folder of pages, in the run.
   *
   * @throws CliException naming what it would hit
   */
  void requireHarmless(DataSettings own) {
    Path out = task.out();
    if (out == null) {
      return;
    }
    if (Files.isDirectory(out)) {
      throw new CliException(ExitCode.CANT_CREATE, "--out %s: is a folder".formatted(out));
    }
    if (!NewFolder.within(out, pages())) {
      requireOutside(out, own);
    }
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    if (Files.exists(out) && !name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "--out %s: is there and no page (.html), so it is not replaced".formatted(out));
    }
  }

  private void requireOutside(Path out, DataSettings own) {
    if (NewFolder.within(out, task.run())) {
      throw new CliException(
          ExitCode.USAGE,
          "--out %s: lies in the run %s, where pages go to %s only"
              .formatted(out, task.run(), pages()));
    }
    Path image = Path.of(task.image());
    if (Files.isRegularFile(image)) {
      NewFolder.requireFileOutside("--out", out, image);
    }
    if (task.annotations() != null) {
      NewFolder.requireFileOutside("--out", out, task.annotations());
      return;
    }
    for (SplitPaths part : Arrays.asList(own.val(), own.train())) {
      if (part != null) {
        NewFolder.requireFileOutside("--out", out, part.annotations());
        NewFolder.requireFileOutside("--out", out, part.images());
      }
    }
  }

  private Path pages() {
    return task.run().resolve("explain");
  }

  /**
   * The page that is named, or one in the run's folder whose name tells apart images, tiles,
   * checkpoints and changed settings.
   */
  Path of(ImageInData found, ExplainedView.@Nullable Tile tile) {
    if (task.out() != null) {
      return task.out();
    }
    StringBuilder name = new StringBuilder(image(found));
    String part = found.part();
    if (part != null && !part.equals("val")) {
      name.append('-').append(part);
    }
    if (tile != null) {
      name.append("-tile").append(tile.number());
    }
    if (task.checkpoint() == Weights.LAST) {
      name.append("-last");
    }
    if (!task.overrides().isEmpty()) {
      name.append('-').append(mark(String.join("-", task.overrides())));
    }
    return pages().resolve(name + ".html");
  }

  /** Its path in the data set, without the ending unless another image differs by that alone. */
  private static String image(ImageInData found) {
    String name = inFolder(found.record());
    String plain = withoutEnding(name);
    boolean shared =
        found.data().images().stream()
            .anyMatch(other ->
                other.id() != found.record().id() && withoutEnding(inFolder(other)).equals(plain));
    return shared ? name : plain;
  }

  private static String inFolder(ImageRecord record) {
    Path path = Path.of(record.fileName()).normalize();
    return path.isAbsolute() || path.startsWith("..")
        ? String.valueOf(path.getFileName())
        : path.toString();
  }

  private static String withoutEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot > Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1
        ? name.substring(0, dot)
        : name;
  }

  /** Settings as part of a file name: as they are where that is possible, else a checksum. */
  private static String mark(String settings) {
    if (PLAIN.matcher(settings).matches()) {
      return settings;
    }
    CRC32 sum = new CRC32();
    sum.update(settings.getBytes(StandardCharsets.UTF_8));
    return "set-%08x".formatted(sum.getValue());
  }
}
