package io.yoso4j.cli;

import io.yoso4j.train.distributed.FreePort;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code --nproc}: starts this program several times on this machine, shows what the first process
 * says, and sees to it that none outlives the others.
 */
final class RankLauncher {
  /** Tells a child who started it. */
  static final String PARENT = "YOSO4J_PARENT_PID";

  private static final String HEAP = "-XX:MaxRAMPercentage=";

  /** Of Java, in percent of the machine's memory. */
  private static final double USUAL_HEAP = 25;

  private static final double LEAST_HEAP = 2;

  private static final long SAVING_SECONDS = 60;

  /** How long processes may take to end by themselves when one has failed. */
  private static final long ENDING_NANOS = 30_000_000_000L;

  private final PrintWriter err;
  private final Duration timeout;
  private volatile boolean stopping;

  /**
   * @param timeout after which a process gives up waiting for another
   */
  RankLauncher(PrintWriter err, Duration timeout) {
    this.err = err;
    this.timeout = timeout;
  }

  private record Child(int rank, Process process, CompletableFuture<String> lastError) {
    RankEnd end(boolean asked) {
      return new RankEnd(rank, process.exitValue(), asked, lastError.join());
    }
  }

  /**
   * Runs {@code arguments} in {@code count} processes and waits for them.
   *
   * @param arguments of the command line, without {@code --nproc}
   * @return the exit code
   */
  int run(List<String> arguments, int count) {
    List<Child> children = new ArrayList<>();
    Thread hook = new Thread(() -> stop(children), "yoso4j-ranks");
    try {
      int port = FreePort.find();
      for (int rank = 0; rank < count; rank++) {
        children.add(start(arguments, RankEnvironment.local(rank, count, port)));
      }
      Runtime.getRuntime().addShutdownHook(hook);
      return await(children);
    } catch (IOException e) {
      children.forEach(child -> child.process.destroyForcibly());
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(children);
      return ExitCode.INTERRUPTED.code();
    } finally {
      Interruption.removeHook(hook);
    }
  }

  private static Child start(List<String> arguments, RankEnvironment environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments, environment.size()));
    Map<String, String> variables = builder.environment();
    variables.putAll(environment.variables());
    variables.put(PARENT, Long.toString(ProcessHandle.current().pid()));
    if (environment.first()) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    } else {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    return new Child(
        environment.rank(),
        process,
        environment.first()
            ? CompletableFuture.completedFuture("")
            : CompletableFuture.supplyAsync(() -> lastError(process)));
  }

  /** This process's own command line, as {@code java} takes it. */
  private static List<String> command(List<String> arguments, int count) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    command.addAll(own);
    command.add(heapShare(own, count));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return command;
  }

  /**
   * A process's share of the heap that all have together. The last of such options counts; none
   * does beside {@code -Xmx}, which is then each process's.
   */
  static String heapShare(List<String> own, int count) {
    double all =
        own.stream()
            .filter(option -> option.startsWith(HEAP))
            .map(option -> Double.parseDouble(option.substring(HEAP.length())))
            .reduce(USUAL_HEAP, (_, last) -> last);
    return String.format(
        Locale.ROOT, "%s%.3f", HEAP, Math.max(all / count, Math.min(all, LEAST_HEAP)));
  }

  /** Reads everything, so that the process never waits for a reader. */
  private static String lastError(Process process) {
    String last = "";
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("yoso4j: error: ")) {
          last = line;
        }
      }
    } catch (IOException e) {
      return last;
    }
    return last;
  }

  private int await(List<Child> children) throws InterruptedException {
    while (children.stream().allMatch(child -> child.process.isAlive())) {
      Thread.sleep(20);
    }
    Optional<Child> failed =
        children.stream()
            .filter(child -> !child.process.isAlive() && child.process.exitValue() != 0)
            .findFirst();
    Set<Child> asked = new HashSet<>();
    if (failed.isPresent() && !ended(children, System.nanoTime() + ENDING_NANOS)) {
      // Those that still wait for the others to come end at once; a step or a save is finished.
      for (Child child : children) {
        if (child.process.isAlive()) {
          asked.add(child);
          child.process.toHandle().destroy();
        }
      }
    }
    long deadline = deadline();
    for (Child child : children) {
      if (failed.isEmpty()) {
        child.process.waitFor();
        continue;
      }
      if (!child.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        err.printf(
            "yoso4j: warning: process %d did not end within %d s and is ended%n",
            child.rank, timeout.toSeconds() + SAVING_SECONDS);
        child.process.destroyForcibly().waitFor();
      }
    }
    if (stopping) {
      return children.getFirst().process.exitValue();
    }
    RankOutcome outcome =
        RankOutcome.of(children.stream().map(c -> c.end(asked.contains(c))).toList());
    outcome.message().ifPresent(err::println);
    err.flush();
    return outcome.code();
  }

  private static boolean ended(List<Child> children, long deadline) throws InterruptedException {
    for (Child child : children) {
      if (!child.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }

  private long deadline() {
    return System.nanoTime() + timeout.plusSeconds(SAVING_SECONDS).toNanos();
  }

  /** Ctrl-C reaches every process of the terminal; a signal to this one alone is passed on. */
  private void stop(List<Child> children) {
    stopping = true;
    children.forEach(child -> child.process.toHandle().destroy());
    long deadline = deadline();
    try {
      for (Child child : children) {
        if (!child.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          child.process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends this process, as Ctrl-C does, when the one that started it as a rank is gone. */
  static void endWithParent(Map<String, String> variables) {
    String parent = variables.get(PARENT);
    if (parent != null && parent.matches("\\d{1,18}")) {
      CompletableFuture<Void> _ =
          ProcessHandle.of(Long.parseLong(parent))
              .map(ProcessHandle::onExit)
              .orElseGet(() -> CompletableFuture.completedFuture(null))
              .thenRunAsync(
                  () -> System.exit(ExitCode.INTERRUPTED.code()),
                  Thread.ofPlatform().daemon()::start);
    }
  }
}
