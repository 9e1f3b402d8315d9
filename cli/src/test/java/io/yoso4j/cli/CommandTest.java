package io.yoso4j.cli;

import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs command lines in this process and keeps what they print; nothing is downloaded. */
abstract class CommandTest {
  final FakeWorkflows workflows = new FakeWorkflows();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @TempDir Path folder;

  final int run(Object... args) {
    return run(workflows, args);
  }

  final int run(Workflows by, Object... args) {
    return Main.run(commands(by), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private CommandLine commands(Workflows by) {
    return Main.commands(
            by, new Terminal(false, 100), WeightCache.of(folder.resolve("cache"), true))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }
}
