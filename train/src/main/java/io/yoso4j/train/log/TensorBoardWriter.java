package io.yoso4j.train.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run's scalars as a TensorBoard event file. Tags: {@code train/loss}, {@code train/lr}, {@code
 * train/grad_norm}, {@code train/images_per_s}, {@code loss/…} for each term, {@code segm/…} and
 * {@code bbox/…} for AP and AR. Warnings are not written.
 */
public final class TensorBoardWriter implements MetricsSink {
  private static final int MAX_FILES = 10_000;

  private final InstantSource clock;
  private final Failsafe failsafe;
  private @Nullable OutputStream out;

  private TensorBoardWriter(Path folder, InstantSource clock, Consumer<String> onFailure) {
    this.clock = clock;
    this.failsafe = new Failsafe(folder, onFailure);
  }

  /**
   * Starts a new event file.
   *
   * @param folder made when missing
   * @param step 0, or the number of steps made in the state resumed from; what earlier files hold
   *     after it is cut off, and a TensorBoard that is open lets go of it
   * @param onFailure gets one line, at most once
   */
  public static TensorBoardWriter open(Path folder, long step, Consumer<String> onFailure) {
    return open(folder, step, InstantSource.system(), onFailure);
  }

  static TensorBoardWriter open(
      Path folder, long step, InstantSource clock, Consumer<String> onFailure) {
    TensorBoardWriter writer = new TensorBoardWriter(folder, clock, onFailure);
    writer.failsafe.run(() -> {
      Files.createDirectories(folder);
      if (step > 0) {
        EventFiles.keepUpTo(folder, step);
      }
      writer.out = newFile(folder, clock.instant().getEpochSecond());
      writer.append(EventMessage.fileVersion(writer.wallTime()));
      if (step > 0) {
        writer.append(EventMessage.sessionStart(writer.wallTime(), step + 1));
      }
    });
    return writer;
  }

  @Override
  public void write(Metrics entry) {
    failsafe.run(() -> {
      switch (entry) {
        case Metrics.Step step -> {
          scalar("train/loss", step.step(), step.loss());
          scalar("train/lr", step.step(), step.lr());
          scalar("train/grad_norm", step.step(), step.gradNorm());
          scalar("train/images_per_s", step.step(), step.imagesPerSecond());
          scalars("loss/", step.step(), step.losses());
        }
        case Metrics.Eval eval -> {
          scalars("segm/", eval.step(), eval.segm());
          scalars("bbox/", eval.step(), eval.bbox());
        }
        case Metrics.Warning _ -> {}
      }
    });
  }

  @Override
  public boolean failed() {
    return failsafe.failed();
  }

  @Override
  public void close() {
    OutputStream open = out;
    out = null;
    if (open != null) {
      failsafe.run(open::close);
    }
  }

  private void scalars(String prefix, long step, Map<String, Double> values) throws IOException {
    for (Map.Entry<String, Double> value : values.entrySet()) {
      scalar(prefix + value.getKey(), step, value.getValue());
    }
  }

  private void scalar(String tag, long step, double value) throws IOException {
    append(EventMessage.scalar(wallTime(), step, tag, value));
  }

  private void append(byte[] event) throws IOException {
    if (out != null) {
      out.write(EventRecord.frame(event));
    }
  }

  private double wallTime() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() * 1e-9;
  }

  /** TensorBoard reads files in the order of their names, so a later one must sort behind. */
  private static OutputStream newFile(Path folder, long seconds) throws IOException {
    String prefix = "events.out.tfevents.%010d.yoso4j.".formatted(seconds);
    for (int i = 0; i < MAX_FILES; i++) {
      Path file = folder.resolve(prefix + "%04d".formatted(i));
      if (!Files.exists(file)) {
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      }
    }
    throw new IOException("no free file name in " + folder);
  }
}
