package io.yoso4j.cli;

import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.model.zoo.PublishedWeights;
import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Weights as a person names them: a file, or published weights. */
final class WeightsSource {
  private final WeightCache cache;
  private final Terminal terminal;
  private final PrintWriter err;

  WeightsSource(WeightCache cache, Terminal terminal, PrintWriter err) {
    this.cache = cache;
    this.terminal = terminal;
    this.err = err;
  }

  /**
   * The file that is meant, downloaded when it is published weights that are not here yet.
   *
   * @param option what the user typed before it
   * @throws CliException if there is no such file
   * @throws io.yoso4j.model.zoo.ZooException if published weights cannot be had
   */
  Path file(String option, String text) {
    if (ModelZoo.isName(text)) {
      return published(ModelZoo.get(text));
    }
    Path file = Path.of(text);
    DataOptions.file(option, file);
    return file;
  }

  Path published(PublishedWeights weights) {
    DownloadProgress progress = new DownloadProgress(err, terminal, System::nanoTime);
    try {
      return cache.get(weights, progress);
    } finally {
      progress.finish();
    }
  }
}
