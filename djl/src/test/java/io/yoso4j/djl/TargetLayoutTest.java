package io.yoso4j.djl;

import static io.yoso4j.djl.TargetArray.BOXES;
import static io.yoso4j.djl.TargetArray.COUNTS;
import static io.yoso4j.djl.TargetArray.IGNORE;
import static io.yoso4j.djl.TargetArray.IMAGE_IDS;
import static io.yoso4j.djl.TargetArray.LABELS;
import static io.yoso4j.djl.TargetArray.MASKS;
import static io.yoso4j.djl.TargetArray.SIZES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.StackBatchifier;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.djl.torch.NeedsTorch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsTorch
final class TargetLayoutTest {
  private static final TargetLayout ALL = TargetLayout.of(TargetArray.values());

  private final Random random = new Random(3);
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<TargetLayout> layouts() {
    return Stream.of(
        ALL,
        TargetLayout.DEFAULT,
        TargetLayout.of(COUNTS, SIZES, MASKS, IGNORE, LABELS),
        TargetLayout.of(LABELS, BOXES, COUNTS),
        TargetLayout.of(LABELS, BOXES, COUNTS, SIZES),
        TargetLayout.of(LABELS, BOXES, COUNTS, IGNORE, SIZES));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void whatIsWrittenIsRead(TargetLayout layout) {
    boolean sizes = layout.has(SIZES);
    boolean pixels = layout.has(MASKS) || layout.has(IGNORE);
    boolean smaller = sizes || !pixels;
    List<ImageTargets> targets =
        List.of(
            RandomBatch.targets(random, 7, 3, 10, 17),
            RandomBatch.targets(random, 5, 0, 10, 17),
            RandomBatch.targets(random, 9, 1, smaller ? 4 : 10, smaller ? 6 : 17));
    List<ImageTargets> read = layout.read(layout.write(manager, targets));
    for (int i = 0; i < targets.size(); i++) {
      ImageTargets image = targets.get(i);
      ImageTargets expected =
          new ImageTargets(
              layout.has(IMAGE_IDS) ? image.imageId() : i,
              image.labels(),
              layout.has(MASKS) ? image.masks() : List.of(),
              pixels || sizes ? image.height() : 0,
              pixels || sizes ? image.width() : 0,
              layout.has(BOXES) ? image.boxes() : null,
              layout.has(IGNORE) ? image.ignore() : null);
      assertThat(text(read.get(i))).isEqualTo(text(expected));
    }
  }

  private static String text(ImageTargets image) {
    return "%d %s %d x %d %s %s %s"
        .formatted(
            image.imageId(),
            Arrays.toString(image.labels()),
            image.height(),
            image.width(),
            Arrays.toString(image.boxes()),
            image.masks().stream().map(TargetLayoutTest::pixels).toList(),
            image.ignore() == null ? "" : pixels(image.ignore()));
  }

  private static String pixels(BitMask mask) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < mask.height() * mask.width(); i++) {
      text.append(mask.get(i / mask.width(), i % mask.width()) ? '#' : '.');
    }
    return text.toString();
  }

  @Test
  void imagesAreStackedIntoTheSameBatch() {
    List<ImageTargets> targets =
        List.of(
            RandomBatch.targets(random, 1, 2, 6, 6),
            RandomBatch.targets(random, 2, 0, 6, 6),
            RandomBatch.targets(random, 3, 4, 6, 6));
    NDList[] images =
        targets.stream().map(image -> ALL.writeImage(manager, image, 4)).toArray(NDList[]::new);
    NDList stacked = new StackBatchifier().batchify(images);
    NDList written = ALL.write(manager, targets);
    for (int i = 0; i < written.size(); i++) {
      assertThat(stacked.get(i)).isEqualTo(written.get(i));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ALL.writeImage(manager, targets.get(2), 3))
        .withMessage("image 3 has 4 objects, more than the 3 places");
  }

  /** DJL frees the memory of data from Java with the array made first, not with views of it. */
  @Test
  void arraysOutliveTheCollector() {
    ImageTargets image = RandomBatch.targets(random, 1, 2, 64, 64);
    List<NDList> written = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      written.add(ALL.writeImage(manager, image, 2));
    }
    System.gc();
    List<ByteBuffer> others = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      others.add(ByteBuffer.allocateDirect(1 << i % 14));
    }
    NDList expected = ALL.writeImage(manager, image, 2);
    for (NDList each : written) {
      for (int i = 0; i < expected.size(); i++) {
        assertThat(each.get(i)).isEqualTo(expected.get(i));
      }
    }
    assertThat(others).hasSize(2000);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BOOLEAN", "UINT8", "INT8", "INT32", "INT64", "FLOAT16", "FLOAT32", "FLOAT64"})
  void masksMayBeOfAnyType(DataType type) {
    List<ImageTargets> targets = List.of(RandomBatch.targets(random, 0, 3, 9, 5));
    NDList labels = TargetLayout.DEFAULT.write(manager, targets);
    labels.set(1, labels.get(1).toType(type, false));
    labels.set(0, labels.get(0).toType(DataType.INT32, false));
    labels.set(2, labels.get(2).toType(DataType.FLOAT32, false));
    assertThat(text(TargetLayout.DEFAULT.read(labels).getFirst()))
        .isEqualTo(
            text(new ImageTargets(0, targets.getFirst().labels(), targets.getFirst().masks())));
  }

  @Test
  void placesThatAreNotCountedAreNeverLookedAt() {
    NDList labels =
        new NDList(
            manager.create(new long[] {1, -99, 1L << 40, 0}, new Shape(2, 2)),
            manager.ones(new Shape(2, 2, 3, 3)),
            manager.create(new int[] {1, 0}));
    List<ImageTargets> read = TargetLayout.DEFAULT.read(labels);
    assertThat(read.get(0).labels()).containsExactly(1);
    assertThat(read.get(1).count()).isZero();
    NDList none =
        new NDList(
            manager.zeros(new Shape(1, 0)),
            manager.zeros(new Shape(1, 0, 3, 3)),
            manager.zeros(new Shape(1)));
    assertThat(TargetLayout.DEFAULT.read(none).getFirst().count()).isZero();
  }

  @Test
  void nothingIsLeftInTheManager() {
    NDList labels = ALL.write(manager, List.of(RandomBatch.targets(random, 1, 2, 6, 6)));
    labels.set(2, labels.get(2).toType(DataType.FLOAT32, false));
    int before = manager.getManagedArrays().size();
    ALL.read(labels);
    assertThat(manager.getManagedArrays()).hasSize(before);
    ALL.writeImage(manager, RandomBatch.targets(random, 1, 2, 6, 6), 2);
    assertThat(manager.getManagedArrays()).hasSize(before + ALL.arrays().size());
  }

  @Test
  void errorsNameArrayImageAndValue() {
    NDArray classes = manager.zeros(new Shape(2, 3), DataType.INT64);
    NDArray masks = manager.zeros(new Shape(2, 3, 4, 5), DataType.UINT8);
    NDArray counts = manager.create(new long[] {1, 4});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(classes, masks, counts))
        .withMessage("COUNTS of image 1 of the batch (4) must be from 0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(classes, masks))
        .withMessage("labels hold 2 arrays, expected 3: [LABELS, MASKS, COUNTS]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(classes, masks.get("0:1"), counts))
        .withMessage("MASKS [1, 3, 4, 5] must be [2, 3] followed by [H, W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(classes.flatten(), masks, counts))
        .withMessage("LABELS [6] must be [B, T]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(classes, masks, NDArrays.concat(new NDList(counts, counts))))
        .withMessage("COUNTS [4] must hold a value for each of 2 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetLayout.of(LABELS, MASKS))
        .withMessage("arrays [LABELS, MASKS] must hold LABELS, COUNTS and MASKS or BOXES");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetLayout.of(LABELS, MASKS, COUNTS, LABELS))
        .withMessageContaining("must not hold one twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            TargetLayout.DEFAULT.write(
                manager,
                List.of(
                    RandomBatch.targets(random, 1, 1, 6, 6),
                    RandomBatch.targets(random, 2, 1, 4, 6))))
        .withMessage("image 2 is 4 x 6, others are up to 6 x 6: the layout needs SIZES");
  }

  @Test
  void sizesWithoutPixelsHaveALimitToo() {
    TargetLayout layout = TargetLayout.of(LABELS, BOXES, COUNTS, SIZES);
    ImageTargets photo = boxes(1, 480, 640);
    ImageTargets longest = boxes(2, 1 << 20, 1);
    NDList labels = layout.write(manager, List.of(photo, longest));
    assertThat(layout.read(labels)).extracting(ImageTargets::height).containsExactly(480, 1 << 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layout.write(manager, List.of(photo, boxes(3, 7, 1_048_577))))
        .withMessage("image 3 is 7 x 1048577, sides must be at most 1048576");
    labels.set(3, manager.create(new long[] {480, 640, 1, 1L << 40}, new Shape(2, 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layout.read(labels))
        .withMessage("SIZES of image 1 of the batch (1099511627776) must be from 0 to 1048576");
  }

  private static ImageTargets boxes(long id, int height, int width) {
    float[] middle = {0.5f, 0.5f, 0.2f, 0.2f};
    return new ImageTargets(id, new int[] {0}, List.of(), height, width, middle, null);
  }

  private static List<ImageTargets> read(NDArray... arrays) {
    return TargetLayout.DEFAULT.read(new NDList(arrays));
  }
}
