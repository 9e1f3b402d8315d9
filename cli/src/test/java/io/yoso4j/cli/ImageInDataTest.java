package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.TrainedModel.Weights;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.DataSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the same name in both parts of a data set, which describe them differently. */
final class ImageInDataTest {
  private static final String NAME = "000001.png";

  @TempDir private static Path temp;
  private static Path shapes;
  private static DataSettings own;

  @BeforeAll
  static void write() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(2, 2).withSize(64));
    own = settings("train", "val");
  }

  private static DataSettings settings(String train, String val) {
    return ConfigLoader.load(
            "tiny",
            null,
            List.of(
                "data.train_images=" + shapes.resolve(train),
                "data.train_annotations=" + annotations(train),
                "data.val_images=" + shapes.resolve(val),
                "data.val_annotations=" + annotations(val)))
        .data();
  }

  private static Path annotations(String part) {
    return shapes.resolve("annotations/instances_%s.json".formatted(part));
  }

  private static ImageInData find(Object image, @Nullable Path annotations) {
    return ImageInData.find(
        new ExplainTask(
            temp.resolve("run"),
            Weights.BEST,
            image.toString(),
            annotations,
            null,
            null,
            List.of(),
            null,
            0.5,
            List.of()),
        own);
  }

  private static void assertDescribes(ImageInData found, String part) {
    assertThat(found.record().path()).isEqualTo(shapes.resolve(part).resolve(NAME));
    assertThat(found.data().source()).isEqualTo(annotations(part));
    assertThat(found.part()).isEqualTo(part);
    assertThat(found.doubt()).isNull();
  }

  @Test
  void theFileThatIsNamedCountsBeforeItsName() throws IOException {
    for (String part : List.of("train", "val")) {
      Path file = shapes.resolve(part).resolve(NAME);
      assertDescribes(find(file, null), part);
      assertDescribes(find(file, shapes), part);
      assertDescribes(find(shapes.resolve("val/../" + part).resolve(NAME), null), part);
    }
    Path link = Files.createLink(temp.resolve("link.png"), shapes.resolve("train").resolve(NAME));
    assertDescribes(find(link, null), "train");
  }

  @Test
  void aNameWithItsFolderTellsThePartsApart() {
    assertDescribes(find("train/" + NAME, null), "train");
    assertDescribes(find("val/" + NAME, null), "val");
  }

  @Test
  void aNameThatSeveralPartsHaveIsRefused() throws IOException {
    assertThatThrownBy(() -> find(NAME, null))
        .isInstanceOf(CliException.class)
        .hasMessage(
            "--image %s: may be %s (val) or %s (train)"
                .formatted(NAME, shapes.resolve("val/" + NAME), shapes.resolve("train/" + NAME)));
    Path copy =
        Files.copy(
            shapes.resolve("train").resolve(NAME),
            Files.createDirectory(temp.resolve("copies")).resolve(NAME));
    assertThatThrownBy(() -> find(copy, null))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("may be ");
    ImageInData named = find(copy, annotations("train"));
    assertThat(named.file()).isEqualTo(copy);
    assertThat(named.part()).isNull();
  }

  @Test
  void thePartsMayShareTheirImages() {
    ImageInData found =
        ImageInData.find(
            new ExplainTask(
                temp, Weights.BEST, NAME, null, null, null, List.of(), null, 0.5, List.of()),
            settings("val", "val"));
    assertDescribes(found, "val");
  }

  @Test
  void anotherImageOfThatNameIsDoubted() throws IOException {
    Path other =
        Files.copy(
            shapes.resolve("val/000002.png"),
            Files.createDirectory(temp.resolve("others")).resolve(NAME));
    Path train = Files.copy(annotations("train"), shapes.resolve("train/annotations.json"));
    ImageInData found =
        ImageInData.find(
            new ExplainTask(
                temp,
                Weights.BEST,
                other.toString(),
                null,
                null,
                null,
                List.of(),
                null,
                0.5,
                List.of()),
            ConfigLoader.load(
                    "tiny",
                    null,
                    List.of(
                        "data.train_images=" + shapes.resolve("train"),
                        "data.train_annotations=" + train))
                .data());
    assertThat(Objects.requireNonNull(found.doubt()))
        .startsWith(other + ": is not the image that " + train + " describes, ");
  }
}
