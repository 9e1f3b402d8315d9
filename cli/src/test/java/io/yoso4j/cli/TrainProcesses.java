package io.yoso4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A command line in a process of its own, and what it prints. */
final class TrainProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> readers;

  /**
   * @param variables of the environment, beside those of this process
   */
  static TrainProcesses start(Map<String, String> variables, Object... args) throws IOException {
    return new TrainProcesses(variables, args);
  }

  private TrainProcesses(Map<String, String> variables, Object... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    process = builder.start();
    readers = List.of(read(process.inputReader(), out), read(process.errorReader(), err));
  }

  private static CompletableFuture<Void> read(BufferedReader reader, List<String> lines) {
    return CompletableFuture.runAsync(
        () -> {
          try (reader) {
            reader.lines().forEach(lines::add);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread.ofPlatform().daemon()::start);
  }

  /** Waits until a line of standard error starts so, or the process ends. */
  void await(String start) throws InterruptedException {
    while (process.isAlive() && err.stream().noneMatch(line -> line.startsWith(start))) {
      Thread.sleep(10);
    }
  }

  /** Sends a signal to this process alone. */
  void signal(String name) throws IOException, InterruptedException {
    int _ = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** The processes that it started, in their order. */
  List<ProcessHandle> children() {
    return process.children().sorted(Comparator.comparing(ProcessHandle::pid)).toList();
  }

  /** Waits for the end. */
  int code() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + this);
    }
    readers.forEach(CompletableFuture::join);
    return process.exitValue();
  }

  List<String> out() {
    return out;
  }

  /** Lines of standard error that tell of an error. */
  List<String> errors() {
    return err.stream().filter(line -> line.startsWith("yoso4j: error: ")).toList();
  }

  /** Everything said, for messages of failed tests. */
  @Override
  public String toString() {
    return out + "\n" + err;
  }

  @Override
  public void close() {
    children().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }
}
