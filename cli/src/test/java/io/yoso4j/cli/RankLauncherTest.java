package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.RunPaths;
import io.yoso4j.train.distributed.FreePort;
import io.yoso4j.train.distributed.RankEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of several processes by the command line, as users start them. */
@DisabledOnOs(OS.WINDOWS)
class RankLauncherTest extends CommandTest {
  private static final Pattern STOPPED = Pattern.compile("Stopped after step (\\d+);.*");

  /** 128 and the signal's number, as any program ends. */
  private static final int TERMINATED = 143;

  @TempDir private static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeData() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(4, 2).withSize(48));
  }

  private static Object[] train(Path out, Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", "--data", shapes, "--out", out));
    args.addAll(List.of("--preset", "tiny", "--set", "train.steps=100000"));
    for (String set :
        List.of(
            "augment.image_size=32",
            "eval.input_size=32",
            "train.batch_size=3",
            "model.num_queries=6",
            "model.hidden_dim=16",
            "model.agg_dim=16",
            "engine.threads=1",
            "eval.every=0",
            "checkpoint.every=0",
            "log.tensorboard=false")) {
      args.addAll(List.of("--set", set));
    }
    args.addAll(Arrays.asList(more));
    return args.toArray();
  }

  /** A signal to the launcher alone stops all processes; a launcher such as torchrun goes on. */
  @Test
  void aSignalSavesTheStateAndProcessesOfAnotherLauncherGoOn() throws Exception {
    Path out = folder.resolve("run");
    int step;
    Path arguments = Files.writeString(folder.resolve("arguments"), "--nproc 2\n--seed=7\n");
    try (TrainProcesses launcher = TrainProcesses.start(Map.of(), train(out, "@" + arguments))) {
      launcher.await("step ");
      // Not INT, which a background job of a shell ignores, and so everything started from there.
      launcher.signal("TERM");
      assertThat(launcher.code()).as("%s", launcher).isEqualTo(TERMINATED);
      assertThat(launcher.errors()).isEmpty();
      Matcher stopped = STOPPED.matcher(launcher.out().getFirst());
      assertThat(stopped.matches()).as("%s", launcher).isTrue();
      step = Integer.parseInt(stopped.group(1));
      assertThat(launcher.out())
          .last()
          .isEqualTo("Go on with: ./yoso4j train --out %s --resume".formatted(out));
    }
    RunPaths paths = new RunPaths(out);
    assertThat(paths.lastCheckpoint()).isRegularFile();
    assertThat(paths.rankLog(1)).content().contains("Stopped after step " + step);
    Object[] resume = {"train", "--out", out, "--resume", "--set", "train.steps=" + (step + 2)};
    int port = FreePort.find();
    try (TrainProcesses first =
            TrainProcesses.start(RankEnvironment.local(0, 2, port).variables(), resume);
        TrainProcesses second =
            TrainProcesses.start(RankEnvironment.local(1, 2, port).variables(), resume)) {
      assertThat(first.code()).as("%s", first).isZero();
      assertThat(second.code()).as("%s", second).isZero();
      assertThat(first.out().getFirst()).startsWith("Trained %d steps".formatted(step + 2));
      assertThat(second.out()).isEmpty();
    }
    assertThat(paths.metrics()).isRegularFile();
    assertThat(out.resolve("report.html")).isRegularFile();
  }

  /** As a signal to the launcher, but for the exit code. */
  @Test
  void aSignalToTheFirstProcessSavesTheState() throws Exception {
    Path out = folder.resolve("run");
    try (TrainProcesses launcher = TrainProcesses.start(Map.of(), train(out, "--nproc=2"))) {
      launcher.await("step ");
      assertThat(launcher.children().getFirst().destroy()).isTrue();
      assertThat(launcher.code()).as("%s", launcher).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(launcher.errors()).as("%s", launcher).isEmpty();
      assertThat(launcher.out().getFirst()).matches(STOPPED);
    }
    assertThat(new RunPaths(out).lastCheckpoint()).isRegularFile();
  }

  @Test
  void aKilledProcessIsToldInOneLine() throws Exception {
    Path out = folder.resolve("run");
    try (TrainProcesses launcher = TrainProcesses.start(Map.of(), train(out, "--nproc=2"))) {
      launcher.await("step ");
      assertThat(launcher.children().getFirst().destroyForcibly()).isTrue();
      assertThat(launcher.code()).as("%s", launcher).isEqualTo(ExitCode.UNAVAILABLE.code());
      assertThat(launcher.errors())
          .as("%s", launcher)
          .singleElement()
          .asString()
          .matches(
              "yoso4j: error: rank 1: .*rank 0 is gone: step \\d+ is saved; go on with --resume,"
                  + " also with another number of processes");
    }
    assertThat(new RunPaths(out).lastCheckpoint()).isRegularFile();
  }

  /** Processes do not outlive the one that started them. */
  @Test
  @EnabledIfSystemProperty(named = "yoso4j.rank.kills", matches = ".+")
  void aKilledLauncherEndsAllAndTheStateIsSaved() throws Exception {
    Path out = folder.resolve("run");
    try (TrainProcesses launcher = TrainProcesses.start(Map.of(), train(out, "--nproc", "3"))) {
      launcher.await("step ");
      List<ProcessHandle> children = launcher.children();
      assertThat(children).hasSize(3);
      launcher.signal("KILL");
      for (ProcessHandle child : children) {
        child.onExit().get();
      }
    }
    assertThat(new RunPaths(out).lastCheckpoint()).isRegularFile();
  }

  @Test
  void wrongVariablesAreOneLine() throws Exception {
    try (TrainProcesses process =
        TrainProcesses.start(
            Map.of("RANK", "2", "WORLD_SIZE", "2"), train(folder.resolve("run")))) {
      assertThat(process.code()).isEqualTo(ExitCode.USAGE.code());
      assertThat(process.errors())
          .singleElement()
          .asString()
          .startsWith(
              "yoso4j: error: environment variable RANK is 2, but must be in the range 0 to 1");
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void numbersOfProcessesAreChecked() {
    Path out = folder.resolve("run");
    assertThat(run(train(out, "--nproc", "0"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString())
        .startsWith("yoso4j: error: --nproc is 0, but must be in the range 1 to 1024");
    err.getBuffer().setLength(0);
    assertThat(run(train(out, "--nproc", "4"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString())
        .startsWith("yoso4j: error: train.batch_size (3) must be at least --nproc (4)");
    assertThat(Files.exists(out)).isFalse();
  }
}
