package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.DataException;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.TrainedModel.Weights;
import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandsTest extends CommandTest {

  static List<String> verbs() {
    List<String> verbs = new ArrayList<>();
    collect("", Main.commands(new FakeWorkflows(), new Terminal(false, 100)), verbs);
    return verbs;
  }

  private static void collect(String verb, CommandLine command, List<String> verbs) {
    verbs.add(verb);
    command
        .getSubcommands()
        .forEach((name, each) -> collect((verb + " " + name).strip(), each, verbs));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithExamples(String verb) {
    String line = (verb + " --help").strip();

    assertThat(run((Object[]) line.split(" "))).isZero();

    assertThat(out.toString()).contains("Usage: yoso4j", "Examples:", "./yoso4j " + verb);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutAVerbItShowsHelp() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("Commands:", "quickstart", "predict");
  }

  @Test
  void versionNamesYoso4jAndItsEngine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).containsPattern("yoso4j \\d+\\.\\d+").contains("PyTorch", "Java");
  }

  @Test
  void suggestsACommand() {
    assertThat(run("trian")).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString())
        .startsWith("yoso4j: error: Unmatched argument")
        .contains("did you mean train");
  }

  @Test
  void suggestsAnOption() {
    assertThat(run("train", "--out", folder.resolve("r"), "--sed", "3"))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString())
        .contains("did you mean ", "--seed")
        .contains("(see ./yoso4j train --help)");
  }

  @Test
  void anUnknownFormatIsAUsageError() {
    assertThat(run("train", "--data", folder, "--format", "yolov8", "--out", "x")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "yoso4j: error: --format: unknown data set format \"yolov8\"; known are coco, ");
    assertThat(run("data", "doctor", folder, "--format", "yolov8")).isEqualTo(2);
  }

  @Test
  void aMissingOptionIsOneLine() {
    assertThat(run("predict", "--run", folder)).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("yoso4j: error: Missing required options");
  }

  @Test
  void trainPassesEverythingOn() throws IOException {
    Path data = Files.createDirectories(folder.resolve("photos"));

    int code =
        run(
            "train",
            "--data",
            data,
            "--out",
            folder.resolve("r"),
            "--preset",
            "r18",
            "--set",
            "train.steps=5",
            "--seed",
            "9",
            "--device",
            "cpu");

    assertThat(code).as(err.toString()).isZero();
    Workflows.TrainRequest request = workflows.last(Workflows.TrainRequest.class);
    assertThat(request.data().folder()).isEqualTo(data);
    assertThat(request.preset()).isEqualTo("r18");
    assertThat(request.overrides()).containsExactly("train.steps=5", "seed=9", "engine.device=cpu");
    assertThat(request.mode()).isEqualTo(RunMode.NEW);
    assertThat(request.commandLine()).startsWith("./yoso4j train --data ");
    assertThat(out.toString()).contains("Mask AP 0.600", "1 min 01 s", "report.html");
  }

  @Test
  void aProfileIsPrintedWhenAskedFor() {
    assertThat(run("train", "--data", folder, "--out", folder.resolve("plain"))).isZero();
    assertThat(out.toString()).doesNotContain("part of a step");
    assertThat(run("train", "--data", folder, "--out", folder.resolve("timed"), "--profile"))
        .isZero();
    assertThat(out.toString())
        .contains("2 steps of 250 ms, 8.0 images/s", "forward", "loader: 5.0 ms an image");
  }

  @Test
  void theKeysBehindTheOptionsExist() {
    assertThat(ConfigLoader.keys())
        .contains(
            "seed", "engine.device", "train.steps", "model.backbone_weights", "checkpoint.every")
        .contains(
            "data.train_images",
            "data.train_annotations",
            "data.val_images",
            "data.val_annotations");
  }

  @Test
  void anExistingRunIsNeverOverwrittenUnasked() throws IOException {
    Path data = Files.createDirectories(folder.resolve("photos"));
    Path run = FakeWorkflows.runFolder(folder);

    assertThat(run("train", "--data", data, "--out", run)).isEqualTo(ExitCode.CANT_CREATE.code());
    assertThat(err.toString()).contains("already holds a run", "--resume", "--overwrite");
    assertThat(run("train", "--data", data, "--out", run, "--overwrite")).isZero();
    assertThat(workflows.last(Workflows.TrainRequest.class).mode()).isEqualTo(RunMode.OVERWRITE);
  }

  @Test
  void aFolderThatIsNoRunIsNeverOverwritten() throws IOException {
    Path data = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(data.resolve("precious.txt"), "x");

    assertThat(run("train", "--data", data, "--out", data, "--overwrite"))
        .isEqualTo(ExitCode.CANT_CREATE.code());
    assertThat(err.toString()).contains("holds no run");
    assertThat(workflows.requests).isEmpty();
  }

  @Test
  void resumeNeedsACheckpoint() throws IOException {
    Path run = FakeWorkflows.runFolder(folder);

    assertThat(run("train", "--out", run, "--resume")).isEqualTo(ExitCode.NO_INPUT.code());
    Files.createDirectories(run.resolve("checkpoints"));
    Files.writeString(run.resolve("checkpoints/last.safetensors"), "x");
    assertThat(run("train", "--out", run, "--resume")).isZero();
    assertThat(workflows.last(Workflows.TrainRequest.class).mode()).isEqualTo(RunMode.RESUME);
  }

  @Test
  void anInterruptedTrainingSaysHowToGoOn() throws IOException {
    workflows.interrupted = true;
    Path data = Files.createDirectories(folder.resolve("photos"));

    assertThat(run("train", "--data", data, "--out", folder.resolve("my run")))
        .isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(out.toString())
        .contains("Stopped after step 2", "./yoso4j train --out '", "my run' --resume");
  }

  @Test
  void aTooLowAccuracyIsAFailedCheck() {
    assertThat(run("quickstart", "--out", folder.resolve("q"), "--require-ap", "0.7"))
        .isEqualTo(ExitCode.FAILED_CHECK.code());
    assertThat(err.toString()).contains("mask AP is 0.600, below the required 0.700");
  }

  @Test
  void quickstartMakesTrainsAndExplains() {
    assertThat(
            run(
                "quickstart",
                "--out",
                folder.resolve("q"),
                "--steps",
                "60",
                "--train-images",
                "64",
                "--val-images",
                "16"))
        .isZero();

    Workflows.ShapesRequest shapes = workflows.last(Workflows.ShapesRequest.class);
    assertThat(shapes.train()).isEqualTo(64);
    Workflows.TrainRequest request = workflows.last(Workflows.TrainRequest.class);
    assertThat(request.data().folder()).isEqualTo(shapes.out());
    assertThat(request.overrides()).contains("train.steps=60");
    assertThat(out.toString()).contains("1/3", "2/3", "3/3", "mask AP is 0.600", "Your own images");
  }

  @Test
  void evalPrintsTheTwelveLinesAndTheClasses() throws IOException {
    assertThat(run("eval", "--run", FakeWorkflows.runFolder(folder), "--checkpoint", "last"))
        .isZero();

    assertThat(workflows.last(Workflows.EvalRequest.class).checkpoint()).isEqualTo(Weights.LAST);
    assertThat(out.toString()).contains("line one", "line two", "cat  0.250", "dog  (no objects)");
  }

  @Test
  void predictTakesFoldersAndPatterns() throws IOException {
    Path run = FakeWorkflows.runFolder(folder);
    Path images = Files.createDirectories(folder.resolve("images/deep"));
    for (String name : List.of("a.jpg", "b.PNG", "notes.txt")) {
      Files.writeString(images.resolve(name), "x");
    }

    assertThat(
            run(
                "predict",
                "--run",
                run,
                "--images",
                folder.resolve("images"),
                "--out",
                folder.resolve("o")))
        .isZero();
    assertThat(workflows.last(Workflows.PredictRequest.class).images()).hasSize(2);
    assertThat(
            run(
                "predict",
                "--run",
                run,
                "--images",
                folder + "/images/**/*.jpg",
                "--out",
                folder.resolve("o")))
        .isZero();
    assertThat(workflows.last(Workflows.PredictRequest.class).images())
        .containsExactly(images.resolve("a.jpg"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.5", "NaN"})
  void aThresholdIsAProbability(String threshold) throws IOException {
    Path run = FakeWorkflows.runFolder(folder);
    assertThat(
            run("predict", "--run", run, "--images", "x", "--out", "o", "--threshold", threshold))
        .isEqualTo(ExitCode.USAGE.code());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new DataException("a.json: annotation 7: polygon with 3 numbers"), ExitCode.DATA_ERROR),
        Arguments.of(
            new DataException("a.json: no such file", new NoSuchFileException("a.json")),
            ExitCode.NO_INPUT),
        Arguments.of(
            new DataException(
                "r: cannot be written",
                new FileSystemException("r", null, "No space left on device")),
            ExitCode.IO_ERROR),
        Arguments.of(configFailure(), ExitCode.CONFIG),
        Arguments.of(new IllegalStateException("queue is broken\nsecond line"), ExitCode.INTERNAL));
  }

  private static ConfigException configFailure() {
    try {
      ConfigLoader.load("tiny", null, List.of("train.stepps=5"));
      throw new AssertionError("an unknown key was taken");
    } catch (ConfigException e) {
      return e;
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureIsOneLine(RuntimeException failure, ExitCode code) {
    workflows.failure = Optional.of(failure);

    assertThat(run("data", "shapes", "--out", folder.resolve("s"))).isEqualTo(code.code());

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("yoso4j: error: ").doesNotContain("\tat ");
  }

  @Test
  void aStackTraceOnRequest() {
    workflows.failure = Optional.of(new IllegalStateException("queue is broken"));

    assertThat(run("data", "shapes", "--out", folder.resolve("s"), "--stacktrace"))
        .isEqualTo(ExitCode.INTERNAL.code());

    assertThat(err.toString()).contains("\tat ");
  }
}
