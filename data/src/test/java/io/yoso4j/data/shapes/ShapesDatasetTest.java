package io.yoso4j.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.DatasetSplits;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.mask.Rle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapesDatasetTest {

  private static final ShapesOptions SMALL = new ShapesOptions(20, 6, 64, 3, 8, false);

  @TempDir private Path temporary;

  @Test
  void isAnOrdinaryDataSet() throws IOException {
    Path folder = temporary.resolve("shapes");
    ShapesDataset.write(folder, SMALL);
    DatasetSplits splits = DatasetLayout.find(folder).read(ReadOptions.STRICT);
    CocoDataset train = splits.train().data();
    assertThat(train.images()).hasSize(20);
    assertThat(splits.val().orElseThrow().data().images()).hasSize(6);
    assertThat(train.categories()).isEqualTo(ShapesDataset.categories());
    assertThat(train.categories())
        .extracting(category -> category.id() + " " + category.name())
        .containsExactly("1 circle", "2 square", "3 triangle", "4 star", "5 ring");
    train.verifyImages();
    for (ImageRecord image : train.images()) {
      assertThat(ImageFiles.readSize(image.path()).width()).isEqualTo(64);
      assertThat(train.annotations(image.id())).hasSizeBetween(1, 8);
      for (Annotation annotation : train.annotations(image.id())) {
        Rle rle = annotation.toRle(64, 64);
        assertThat((double) rle.area()).isEqualTo(annotation.area()).isGreaterThanOrEqualTo(40);
        assertThat(rle.bbox()).isEqualTo(annotation.bbox());
      }
    }
    try (Stream<Path> entries = Files.list(temporary)) {
      assertThat(entries).as("no temporary folder stays").containsExactly(folder);
    }
  }

  @Test
  void isTheSameForTheSameSeedAndAnyCount() throws IOException {
    Path one = temporary.resolve("one");
    Path two = temporary.resolve("two");
    Path other = temporary.resolve("other");
    ShapesDataset.write(one, SMALL);
    ShapesDataset.write(two, SMALL);
    ShapesDataset.write(other, SMALL.withSeed(4));
    for (String name : new String[] {"train/000001.png", "val/000006.png"}) {
      assertThat(one.resolve(name)).hasSameBinaryContentAs(two.resolve(name));
      assertThat(Files.mismatch(one.resolve(name), other.resolve(name))).isNotNegative();
    }
    String annotations = "annotations/instances_train.json";
    assertThat(one.resolve(annotations)).hasSameBinaryContentAs(two.resolve(annotations));
    // One thread, out of order, with other counts.
    ShapeScene scene = ShapeScene.generate(SMALL.withCounts(900, 1), 0, 7);
    assertThat(ImageFiles.read(one.resolve("train/000008.png")).rgb())
        .isEqualTo(scene.image().rgb());
    assertThat(ShapeScene.generate(SMALL, 1, 7).image().rgb())
        .as("splits differ")
        .isNotEqualTo(scene.image().rgb());
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 128, 200})
  void visibleMasksDoNotOverlapAndAreLargeEnough(int size) {
    ShapesOptions options = SMALL.withSize(size);
    for (int index = 0; index < 40; index++) {
      ShapeScene scene = ShapeScene.generate(options, 0, index);
      int[] owners = new int[size * size];
      for (ShapeScene.Item item : scene.items()) {
        assertThat(item.mask().area()).as("size %d, index %d", size, index).isGreaterThan(40);
        for (int i = 0; i < owners.length; i++) {
          owners[i] += item.mask().get(i / size, i % size) ? 1 : 0;
        }
      }
      assertThat(owners).as("size %d, index %d", size, index).containsAnyOf(0, 1);
      assertThat(IntStream.of(owners).max().orElseThrow())
          .as("size %d, index %d", size, index)
          .isEqualTo(1);
    }
  }

  @Test
  void classesAndCountsAreBalanced() {
    int[] perClass = new int[5];
    int[] perCount = new int[9];
    for (int index = 0; index < 400; index++) {
      ShapeScene scene = ShapeScene.generate(SMALL.withSize(128), 0, index);
      perCount[scene.items().size()]++;
      scene.items().forEach(item -> perClass[item.kind().category()]++);
    }
    int total = IntStream.of(perClass).sum();
    for (int count : perClass) {
      assertThat(count).isBetween(total / 7, total * 2 / 7);
    }
    assertThat(perCount[0]).isZero();
    for (int n = 1; n <= 8; n++) {
      assertThat(perCount[n]).as("images with %d shapes", n).isGreaterThan(15);
    }
  }

  @ParameterizedTest
  @EnumSource(ShapeKind.class)
  void everyKindHasTheAreaOfItsGeometry(ShapeKind kind) {
    double expected =
        switch (kind) {
          case CIRCLE -> Math.PI;
          case SQUARE -> 1.6 * 1.6;
          case TRIANGLE -> 3 * Math.sqrt(3) / 4;
          case STAR -> 5 * 0.45 * Math.sin(Math.PI / 5);
          case RING -> Math.PI * (1 - 0.52 * 0.52);
        };
    for (double angle : new double[] {0, 0.3, 2, 5}) {
      Stencil stencil = Stencil.of(kind, 100.3, 99.1, 60, angle, 200);
      assertThat(stencil.area() / 3600.0)
          .as("%s at %s", kind, angle)
          .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1));
    }
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    Files.createFile(temporary.resolve("mine.txt"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ShapesDataset.write(temporary, SMALL))
        .withMessage(temporary + ": cannot be written: the folder exists and is not empty");
    assertThat(temporary.resolve("mine.txt")).exists();
    Path file = temporary.resolve("mine.txt");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ShapesDataset.write(file, SMALL))
        .withMessageContaining("a file of that name is in the way");
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    ShapesDataset.write(empty, SMALL.withCounts(1, 1));
    assertThat(empty.resolve("val/000001.png")).exists();
  }

  @Test
  void checksItsOptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALL.withSize(20))
        .withMessage("size must be from 48 to 2048, got 20");
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withCounts(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMaxShapes(9));
  }
}
