package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.distributed.FreePort;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The processes of one training on the loopback, each a {@link RankRun}. */
final class RankProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  private final List<Process> processes = new ArrayList<>();
  private final List<List<String>> lines = new ArrayList<>();
  private final List<CompletableFuture<Void>> readers = new ArrayList<>();

  /**
   * @param sets settings of each rank; one list for all, or one per rank
   */
  static RankProcesses start(int size, Path shapes, Path out, RunMode mode, List<List<String>> sets)
      throws IOException {
    RankProcesses ranks = new RankProcesses();
    int port = FreePort.find();
    for (int rank = 0; rank < size; rank++) {
      List<String> command =
          ChildJvm.command(RankRun.class, shapes.toString(), out.toString(), mode.name());
      command.addAll(sets.get(Math.min(rank, sets.size() - 1)));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(RankEnvironment.local(rank, size, port).variables());
      ranks.add(builder.start());
    }
    return ranks;
  }

  private void add(Process process) {
    List<String> said = new CopyOnWriteArrayList<>();
    processes.add(process);
    lines.add(said);
    readers.add(
        CompletableFuture.runAsync(
            () -> {
              try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(said::add);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            Thread.ofPlatform().daemon()::start));
  }

  /**
   * Kills a rank some time after it has made so many steps.
   *
   * @return whether it had not ended before
   */
  boolean kill(int rank, int steps, int millis) throws InterruptedException {
    Process process = await(rank, steps);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    // The process's own method would close the stream that is being read.
    boolean _ = process.toHandle().destroyForcibly();
    process.waitFor();
    return !ended && process.exitValue() != 0;
  }

  /** Stops a rank, without ending it, once it has made so many steps. */
  void suspend(int rank, int steps) throws IOException, InterruptedException {
    Process process = await(rank, steps);
    assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private Process await(int rank, int steps) throws InterruptedException {
    Process process = processes.get(rank);
    while (process.isAlive() && steps(rank) < steps) {
      Thread.sleep(5);
    }
    return process;
  }

  /** The last step that a rank says it has made. */
  int steps(int rank) {
    return lines.get(rank).stream()
        .filter(line -> line.startsWith("step "))
        .mapToInt(line -> Integer.parseInt(line.substring("step ".length())))
        .max()
        .orElse(0);
  }

  /** Waits for one rank; its exit code. */
  int code(int rank) throws InterruptedException {
    Process process = processes.get(rank);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("rank " + rank + " does not end: " + lines);
    }
    readers.get(rank).join();
    return process.exitValue();
  }

  /** Waits for all; every exit code. */
  List<Integer> codes() throws InterruptedException {
    List<Integer> codes = new ArrayList<>();
    for (int rank = 0; rank < processes.size(); rank++) {
      codes.add(code(rank));
    }
    return codes;
  }

  /** The errors a rank ended with. */
  List<String> said(int rank) {
    return lines.get(rank).stream().filter(line -> line.startsWith("error: ")).toList();
  }

  /** Everything said, for messages of failed tests. */
  @Override
  public String toString() {
    return lines.toString();
  }

  @Override
  public void close() {
    processes.forEach(process -> process.toHandle().destroyForcibly());
  }
}
