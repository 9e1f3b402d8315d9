package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.yoso4j.data.DataException;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run loses on the way is counted, told once, and ends it only where it is asked to. */
class IncidentsTest {
  private final List<String> warnings = new ArrayList<>();
  private Path shapes;
  private Path out;

  @BeforeEach
  void writeShapes(@TempDir Path temp) {
    shapes = temp.resolve("shapes");
    out = temp.resolve("run");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
  }

  /** What happens after a step. */
  private interface AfterStep {
    void run(long step) throws IOException;
  }

  private TrainListener listener(AfterStep after) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        try {
          after.run(metrics.step());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void onWarning(String message) {
        warnings.add(message);
      }
    };
  }

  private JsonNode incidents() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(new RunPaths(out).metrics()))
        .path("incidents");
  }

  @Test
  void examplesAreTheFirstDifferentOnes() {
    Incidents incidents = new Incidents();
    assertThat(incidents.add(Incidents.Kind.EMPTY_OBJECTS, 0, "none.png")).isFalse();
    assertThat(incidents.lines()).isEmpty();
    for (int i = 0; i < 9; i++) {
      assertThat(incidents.add(Incidents.Kind.EMPTY_OBJECTS, 2, "a" + i % 7)).isEqualTo(i < 5);
    }
    assertThat(incidents.lines())
        .containsExactly(
            "18 objects had no pixel left after augmentation; in images: a0, a1, a2, a3,"
                + " a4, …");
    Incidents later = new Incidents();
    later.restore(incidents.named());
    later.restore(Map.of("of another version", new Incident(1, List.of())));
    assertThat(later.named()).isEmpty();
    later.restore(incidents.named());
    assertThat(later.named()).isEqualTo(incidents.named());
  }

  /** Overwrites all images but one after step 10 of 15, in the third epoch. */
  private void damageImages(long step) throws IOException {
    if (step == 10) {
      for (int i = 1; i < 5; i++) {
        Files.writeString(shapes.resolve("train/%06d.png".formatted(i)), "no picture");
      }
    }
  }

  private TrainConfig readingAnew(String onBadImage) {
    return SmallRuns.smallest(
        shapes,
        "train.steps=15",
        "checkpoint.every=4",
        "data.cache_mb=0",
        "data.prefetch=1",
        "data.loader_threads=1",
        "data.on_bad_image=" + onBadImage);
  }

  @Test
  void unreadableImagesInTheThirdEpochAreCountedAndNamed() throws IOException {
    Trainer.run(readingAnew("skip"), out, RunMode.NEW, listener(this::damageImages), "test");
    JsonNode unreadable = incidents().path("unreadable_images");
    assertThat(unreadable.path("count").asInt()).isGreaterThanOrEqualTo(3);
    // One of the four may have been read ahead.
    assertThat(unreadable.path("examples").size()).isBetween(3, 4);
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("train/") && !warning.contains("stood in"))
        .doesNotHaveDuplicates()
        .hasSize(unreadable.path("examples").size());
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("stood in"))
        .singleElement()
        .asString()
        .matches("\\d+ images could not be read, and the next ones stood in for them: image .*");
  }

  @Test
  void anUnreadableImageEndsTheTrainingUnlessToldOtherwise() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() ->
            Trainer.run(
                readingAnew("fail"), out, RunMode.NEW, listener(this::damageImages), "test"))
        .withMessageContaining(".png");
    assertThat(Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step()).isEqualTo(8);
  }

  /** Puts a file where the folder of checkpoints was, from step 2 to step 4. */
  private void blockCheckpoints(long step) throws IOException {
    Path folder = new RunPaths(out).checkpoints();
    Path aside = out.resolve("aside");
    if (step == 2) {
      Files.move(folder, aside);
      Files.createFile(folder);
    } else if (step == 4) {
      Files.delete(folder);
      Files.move(aside, folder);
    }
  }

  @Test
  void checkpointsThatCannotBeSavedAreCounted() throws IOException {
    TrainConfig config =
        SmallRuns.smallest(shapes, "checkpoint.every=1", "checkpoint.on_error=continue");
    Trainer.run(config, out, RunMode.NEW, listener(this::blockCheckpoints), "test");
    JsonNode failed = incidents().path("failed_checkpoints");
    // Those of steps 2 and 3, and the best weights of step 3.
    assertThat(failed.path("count").asInt()).isEqualTo(3);
    assertThat(failed.path("examples").get(0).asString())
        .startsWith("step 2: ")
        .contains("last.safetensors");
    assertThat(warnings).anyMatch(warning -> warning.endsWith("what was saved before stands"));
    assertThat(Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step()).isEqualTo(6);
    assertThat(Checkpoint.read(new RunPaths(out).bestCheckpoint()).info().step()).isEqualTo(6);
  }

  @Test
  void aCheckpointThatCannotBeSavedEndsTheTrainingUnlessToldOtherwise() {
    TrainConfig config = SmallRuns.smallest(shapes, "checkpoint.every=1");
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(
            () -> Trainer.run(config, out, RunMode.NEW, listener(this::blockCheckpoints), "test"))
        .withMessageContaining("cannot be written")
        .extracting(TrainException::kind)
        .isEqualTo(TrainException.Kind.WRITE);
    assertThat(out.resolve("aside/last.safetensors")).isRegularFile();
  }

  @Test
  void whatWasCountedSurvivesAResume() throws IOException {
    TrainConfig config = SmallRuns.smallest(shapes, "model.num_queries=2", "augment.min_scale=0.1");
    SmallRuns.train(config, out, RunMode.NEW);
    JsonNode straight = incidents();
    assertThat(straight.path("unmatched_objects").path("count").asInt()).isPositive();
    Path first = out;
    out = out.resolveSibling("resumed");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Trainer.run(
                config,
                out,
                RunMode.NEW,
                listener(step -> {
                  if (step == 5) {
                    throw new IllegalStateException("abandoned");
                  }
                }),
                "test"));
    SmallRuns.train(config, out, RunMode.RESUME);
    assertThat(incidents()).isEqualTo(straight);
    assertThat(first).isDirectory();
  }
}
