package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.TrainedModel.Weights;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.DataSettings;
import io.yoso4j.train.explain.ExplainedView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pages of {@code explain} go, and where they may not. */
final class ExplanationFileTest {
  @TempDir private Path temp;
  private Path run;
  private DataSettings own;

  @BeforeEach
  void write() throws IOException {
    Path shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(1, 1).withSize(48));
    run = temp.resolve("run");
    Files.createDirectories(run.resolve("checkpoints"));
    for (String file : List.of("config.yaml", "report.html", "checkpoints/best.safetensors")) {
      Files.writeString(run.resolve(file), "kept");
    }
    own =
        ConfigLoader.load(
                "tiny",
                null,
                List.of(
                    "data.train_images=" + shapes.resolve("train"),
                    "data.train_annotations=" + shapes.resolve("annotations/instances_train.json"),
                    "data.val_images=" + shapes.resolve("val"),
                    "data.val_annotations=" + shapes.resolve("annotations/instances_val.json")))
            .data();
  }

  private ExplanationFile file(
      @Nullable Path annotations, @Nullable Path out, Weights weights, String... sets) {
    return new ExplanationFile(
        new ExplainTask(
            run,
            weights,
            temp.resolve("shapes/val/000001.png").toString(),
            annotations,
            null,
            out,
            List.of(sets),
            null,
            0.5,
            List.of()));
  }

  private void assertRefused(@Nullable Path annotations, String out, String message) {
    assertThatThrownBy(
            () -> file(annotations, temp.resolve(out), Weights.BEST).requireHarmless(own))
        .isInstanceOf(CliException.class)
        .hasMessageStartingWith("--out " + temp.resolve(out) + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run/config.yaml",
        "run/report.html",
        "run/checkpoints/best.safetensors",
        "run/new.html",
        "run/explain/../config.yaml"
      })
  void notOverTheRun(String out) {
    assertRefused(null, out, "lies in the run ");
    assertRefused(temp.resolve("shapes"), out, "lies in the run ");
  }

  @Test
  void notIntoTheData() {
    assertRefused(null, "shapes/annotations/instances_val.json", "would replace the data set");
    assertRefused(null, "shapes/annotations/instances_train.json", "would replace the data set");
    assertRefused(null, "shapes/train/page.html", "lies in the data set ");
    assertRefused(null, "shapes/val/000001.png", "would replace the data set");
    Path folder = temp.resolve("shapes");
    assertRefused(folder, "shapes/annotations/instances_val.json", "lies in the data set ");
    assertRefused(folder, "shapes/page.html", "lies in the data set ");
  }

  @Test
  void notOverAFileThatIsNoPage() throws IOException {
    Files.writeString(temp.resolve("notes.txt"), "kept");
    assertRefused(null, "notes.txt", "is there and no page (.html)");
    Files.createDirectory(run.resolve("explain"));
    Files.writeString(run.resolve("explain/notes.txt"), "kept");
    assertRefused(null, "run/explain/notes.txt", "is there and no page (.html)");
    assertRefused(null, "run", "is a folder");
  }

  @Test
  void elsewhereOlderPagesAreReplaced() throws IOException {
    Files.createDirectory(run.resolve("explain"));
    for (String out : List.of("page.html", "run/explain/a/page.html", "run/explain/000001.html")) {
      ExplanationFile file = file(null, temp.resolve(out), Weights.BEST);
      assertThatCode(() -> file.requireHarmless(own)).as(out).doesNotThrowAnyException();
    }
    Files.writeString(temp.resolve("page.html"), "old");
    file(null, temp.resolve("page.html"), Weights.BEST).requireHarmless(own);
  }

  private ImageInData image(String name, String... others) throws IOException {
    StringBuilder images = new StringBuilder();
    for (String each : new HashSet<>(Arrays.asList(others))) {
      images.append(
          "{\"id\": %d, \"file_name\": \"%s\", \"width\": 8, \"height\": 8},"
              .formatted(images.length() + 2, each));
    }
    Path file =
        Files.writeString(
            temp.resolve("names.json"),
            """
            {"images": [%s {"id": 1, "file_name": "%s", "width": 8, "height": 8}],
             "categories": [{"id": 1, "name": "a"}], "annotations": []}
            """
                .formatted(images, name));
    CocoDataset data = CocoDataset.read(file, temp);
    return new ImageInData(temp.resolve(name), data.images().getLast(), data, null);
  }

  private String page(
      ImageInData found, ExplainedView.@Nullable Tile tile, Weights weights, String... sets) {
    Path page = file(null, null, weights, sets).of(found, tile);
    return run.resolve("explain").relativize(page).toString().replace('\\', '/');
  }

  @Test
  void pagesOfTheRunAreNamedByWhatTheyShow() throws IOException {
    ImageInData one = image("1.jpg", "2.jpg");
    assertThat(page(one, null, Weights.BEST)).isEqualTo("1.html");
    assertThat(page(image("a/1.jpg", "b/1.jpg"), null, Weights.BEST)).isEqualTo("a/1.html");
    assertThat(page(image("1.jpg", "1.png"), null, Weights.BEST)).isEqualTo("1.jpg.html");
    for (String outside : List.of("../x/3.jpg", "/x/3.jpg")) {
      ImageRecord record = new ImageRecord(1, outside, 8, 8, Path.of(outside));
      ImageInData listed = new ImageInData(one.file(), record, one.data(), null);
      assertThat(page(listed, null, Weights.BEST)).isEqualTo("3.html");
    }
    ImageInData val = new ImageInData(one.file(), one.record(), one.data(), "val");
    assertThat(page(val, null, Weights.BEST)).isEqualTo("1.html");
    ImageInData train = new ImageInData(one.file(), one.record(), one.data(), "train");
    assertThat(page(train, null, Weights.BEST)).isEqualTo("1-train.html");
    ExplainedView.Tile tile = new ExplainedView.Tile(3, 4, 0, 0, 8, false, 0);
    assertThat(page(one, tile, Weights.LAST, "loss.points=full"))
        .isEqualTo("1-tile3-last-loss.points=full.html");
  }

  @Test
  void settingsThatMakeNoFileNameGetAMark() throws IOException {
    ImageInData one = image("1.jpg");
    Set<String> pages = new HashSet<>();
    for (String set : List.of("a=b/c", "a=b c", "a=[1,2]", "a=" + "x".repeat(100))) {
      pages.add(page(one, null, Weights.BEST, set));
    }
    assertThat(pages).hasSize(4).allMatch(page -> page.matches("1-set-[0-9a-f]{8}\\.html"));
  }
}
