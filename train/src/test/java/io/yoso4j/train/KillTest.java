package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training process is killed (SIGKILL) at random moments and its files are damaged at random
 * bytes; what goes on from there ends with the same weights as a run that nobody disturbed.
 *
 * <p>{@code -Dyoso4j.kills=50} sets how often, {@code -Dyoso4j.kills.seed=N} repeats the choices of
 * a run (not its timing).
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("yoso4j.kills", 8);
  private static final int STEPS = 40;

  @TempDir Path temp;

  private final long seed = Long.getLong("yoso4j.kills.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final List<String> history = new ArrayList<>();
  private Path shapes;

  @Test
  void aKilledRunEndsLikeAnUndisturbedOne() throws Exception {
    System.out.printf("KillTest: %d kills, -Dyoso4j.kills.seed=%d%n", KILLS, seed);
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
    Path undisturbed = temp.resolve("undisturbed");
    try (Child child = new Child(undisturbed)) {
      child.finish();
    }
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      Path out = temp.resolve("run" + run);
      history.add("run " + run);
      while (kills < KILLS && killed(out)) {
        kills++;
        damage(new RunPaths(out));
      }
      try (Child child = new Child(out)) {
        child.finish();
      }
      assertThat(SmallRuns.state(out)).as("%s", this).isEqualTo(SmallRuns.state(undisturbed));
      assertThat(SmallRuns.metrics(out)).as("%s", this).isEqualTo(SmallRuns.metrics(undisturbed));
      assertThat(new RunPaths(out).results())
          .as("%s", this)
          .hasSameBinaryContentAs(new RunPaths(undisturbed).results());
    }
  }

  /** Starts a process and kills it; false if it came to its end before. */
  private boolean killed(Path out) throws Exception {
    try (Child child = new Child(out)) {
      long delay;
      if (random.nextInt(10) == 0) {
        delay = random.nextInt(1500);
        history.add("kill %d ms after the launch".formatted(delay));
      } else if (child.started()) {
        delay = random.nextInt(400);
        history.add("kill %d ms after the start".formatted(delay));
      } else {
        return false;
      }
      return child.killAfter(delay);
    }
  }

  private void damage(RunPaths paths) throws IOException {
    if (!paths.resumable()) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> damageBytes(paths.lastCheckpoint(), older(paths).size() >= 1);
      case 2 -> {
        List<Path> older = older(paths);
        if (older.size() >= 2) {
          damageBytes(paths.lastCheckpoint(), true);
          damageBytes(older.getLast(), true);
        }
      }
      case 3 -> {
        history.add("left-over temporary file");
        Files.write(AtomicFile.temporarySibling(paths.lastCheckpoint()), new byte[100]);
      }
      case 4 -> {
        history.add("torn metrics");
        Files.writeString(paths.metricsLog(), "{\"type\":\"step\",\"st", StandardOpenOption.APPEND);
      }
      default -> history.add("no damage");
    }
  }

  private static List<Path> older(RunPaths paths) throws IOException {
    try (Stream<Path> files = Files.list(paths.checkpoints())) {
      return files.filter(f -> f.getFileName().toString().startsWith("step-")).sorted().toList();
    }
  }

  private void damageBytes(Path file, boolean another) throws IOException {
    if (!another || !Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    byte[] damaged = bytes.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        history.add("%s: truncated at %d of %d".formatted(file, at, bytes.length));
        damaged = Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        int bit = random.nextInt(8);
        history.add("%s: bit %d of byte %d of %d".formatted(file, bit, at, bytes.length));
        damaged[at] ^= (byte) (1 << bit);
      }
      default -> {
        history.add("%s: zeros from %d of %d".formatted(file, at, bytes.length));
        Arrays.fill(damaged, at, bytes.length, (byte) 0);
        damaged[at] = (byte) ~bytes[at];
      }
    }
    // Not in place: the numbered states are other names of the same bytes.
    Files.delete(file);
    Files.write(file, damaged);
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + String.join("; ", history);
  }

  /** A training in a process of its own. */
  private final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Child(Path run) throws IOException {
      process =
          new ProcessBuilder(
                  ChildJvm.command(
                      KilledRun.class, shapes.toString(), run.toString(), Integer.toString(STEPS)))
              .redirectErrorStream(true)
              .start();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits for the first step; false if the process ended before. */
    boolean started() throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(KilledRun.STARTED)) {
          return true;
        }
        history.add(line);
      }
      return false;
    }

    boolean killAfter(long millis) throws InterruptedException {
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        return false;
      }
      process.destroyForcibly().waitFor();
      return true;
    }

    void finish() throws Exception {
      while (started()) {
        // Only the end counts.
      }
      assertThat(process.waitFor()).as("%s", KillTest.this).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
