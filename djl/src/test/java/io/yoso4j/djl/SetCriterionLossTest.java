package io.yoso4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.evaluator.Evaluator;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.GradientLayout;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.djl.torch.NeedsTorch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsTorch
final class SetCriterionLossTest {
  private static final int CLASSES = RandomBatch.CLASSES;
  private static final List<StageLayout> YOSO = StageLayout.yoso(3);
  private static final TargetLayout WITH_IDS =
      TargetLayout.of(
          TargetArray.IMAGE_IDS, TargetArray.LABELS, TargetArray.MASKS, TargetArray.COUNTS);
  private static final TargetLayout ALL = TargetLayout.of(TargetArray.values());
  private static final SetCriterionConfig SMALL =
      SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(40).build();

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> losses() {
    List<StageLayout> one = List.of(StageLayout.logitsAndMasks("only"));
    List<StageLayout> boxes =
        List.of(
            new StageLayout("aux", true, false, true), new StageLayout("last", true, true, true));
    SetCriterionConfig hybrid =
        SetCriterionConfig.hybrid(CLASSES).toBuilder().numPoints(33).build();
    int softmax = CLASSES + 1;
    return Stream.of(
        Arguments.of("YOSO", SMALL, YOSO, softmax, new int[] {2, 1}),
        Arguments.of("one stage", SMALL, one, softmax, new int[] {3}),
        Arguments.of("some empty", SMALL, YOSO, softmax, new int[] {0, 4, 0}),
        Arguments.of("all empty", SMALL, YOSO, softmax, new int[] {0, 0}),
        Arguments.of("more objects than queries", SMALL, YOSO, softmax, new int[] {7, 5}),
        Arguments.of(
            "baseline", SetCriterionConfig.baseline(CLASSES), YOSO, CLASSES, new int[] {2, 0, 3}),
        Arguments.of("hybrid", hybrid, YOSO, CLASSES, new int[] {2, 2}),
        Arguments.of("hybrid with one more column", hybrid, YOSO, softmax, new int[] {2, 2}),
        Arguments.of("DETR", SetCriterionConfig.detr(CLASSES), boxes, softmax, new int[] {2, 1, 0}),
        Arguments.of(
            "random points",
            SMALL.toBuilder().maskPoints(new MaskPoints.RandomPoints(50)).build(),
            YOSO,
            softmax,
            new int[] {1, 2}),
        Arguments.of(
            "ignored regions",
            SMALL.toBuilder().ignoreRegions(true).build(),
            YOSO,
            softmax,
            new int[] {2, 1}),
        Arguments.of(
            "matched gradients",
            SMALL.toBuilder().gradientLayout(GradientLayout.MATCHED).diagnostics(true).build(),
            YOSO,
            softmax,
            new int[] {2, 1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void valueTermsAndGradientsAreTheCriterions(
      String name,
      SetCriterionConfig config,
      List<StageLayout> layout,
      int columns,
      int[] objects) {
    RandomBatch batch = RandomBatch.of(manager, 1, layout, columns, 3, objects);
    SetCriterionLoss loss =
        SetCriterionLoss.builder(config, layout).targets(ALL).seed(5).step(() -> 9).build();
    NDList labels = ALL.write(manager, batch.targets());

    CriterionResult expected = direct(config, batch, 5, 9);
    assertThat(backward(loss, labels, batch)).isEqualTo((float) expected.total());
    assertThat(batch.gradients()).usingRecursiveComparison().isEqualTo(gradients(expected));

    assertThat(loss.terms().stream().map(Evaluator::getName).toList())
        .containsExactlyElementsOf(TermValues.of(expected).terms().keySet());
    for (Evaluator term : loss.terms()) {
      assertThat(term.evaluate(labels, batch.predictions()).getFloat())
          .as(term.getName())
          .isEqualTo((float) TermValues.of(expected).term(term.getName()));
    }
  }

  @Test
  void boxesOfImagesOfAnySizeMakeABatch() {
    List<StageLayout> boxes = List.of(new StageLayout("boxes", true, false, true));
    RandomBatch batch = RandomBatch.of(manager, 1, boxes, CLASSES + 1, 3, 2, 1);
    List<ImageTargets> targets = new ArrayList<>();
    for (ImageTargets image : batch.targets()) {
      int side = 480 + 120 * targets.size();
      targets.add(
          new ImageTargets(
              image.imageId(), image.labels(), List.of(), side, side, image.boxes(), null));
    }
    double expected = direct(SetCriterionConfig.detr(CLASSES), batch, 0, 0).total();
    for (TargetArray last : List.of(TargetArray.SIZES, TargetArray.IMAGE_IDS)) {
      TargetLayout layout =
          TargetLayout.of(TargetArray.LABELS, TargetArray.BOXES, TargetArray.COUNTS, last);
      SetCriterionLoss loss =
          SetCriterionLoss.builder(SetCriterionConfig.detr(CLASSES), boxes).targets(layout).build();
      NDList labels = layout.write(manager, targets);
      assertThat(loss.result(labels, batch.predictions(), 0).total()).isEqualTo(expected);
    }
  }

  private static CriterionResult direct(
      SetCriterionConfig config, RandomBatch batch, long seed, long step) {
    long[] ids = batch.targets().stream().mapToLong(ImageTargets::imageId).toArray();
    return SetCriterion.create(config.toBuilder().gradientLayout(GradientLayout.DENSE).build())
        .evaluate(batch.stages(), batch.targets(), PointDraws.counterBased(seed, step, ids));
  }

  private static List<float[]> gradients(CriterionResult result) {
    List<float[]> gradients = new ArrayList<>();
    for (StageResult stage : result.stages()) {
      Stream.of(stage.gradLogits(), stage.gradMasks(), stage.gradBoxes())
          .filter(Objects::nonNull)
          .forEach((MemorySegment each) -> gradients.add(each.toArray(ValueLayout.JAVA_FLOAT)));
    }
    return gradients;
  }

  private static float backward(SetCriterionLoss loss, NDList labels, RandomBatch batch) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.evaluate(labels, batch.predictions());
      collector.backward(value);
      return value.getFloat();
    }
  }

  /** Every pixel counts and no decision is near a tie, so that the loss is smooth here. */
  @Test
  void gradientsAreThoseOfDifferences() {
    SetCriterionConfig config = SetCriterionConfig.baseline(CLASSES);
    RandomBatch batch = RandomBatch.of(manager, 3, YOSO, CLASSES, 1, 2, 1);
    SetCriterionLoss loss = SetCriterionLoss.builder(config, YOSO).build();
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    backward(loss, labels, batch);
    List<float[]> gradients = batch.gradients();
    float h = 0x1p-6f;
    for (int a = 0; a < gradients.size(); a++) {
      for (int i = 0; i < gradients.get(a).length; i += 7) {
        double up = moved(loss, labels, batch, a, i, h);
        double down = moved(loss, labels, batch, a, i, -h);
        assertThat((up - down) / (2 * h))
            .as("array %d, value %d", a, i)
            .isCloseTo(gradients.get(a)[i], within(2e-4));
      }
    }
  }

  private double moved(
      SetCriterionLoss loss, NDList labels, RandomBatch batch, int array, int index, float by) {
    NDList moved = new NDList(batch.predictions());
    NDArray old = moved.get(array);
    float[] values = old.toFloatArray();
    values[index] += by;
    moved.set(array, manager.create(values, old.getShape()));
    return loss.result(labels, moved, 0).total();
  }

  @Test
  void hugeLogitsRoundNothingAway() {
    RandomBatch batch = RandomBatch.of(manager, 4, YOSO, CLASSES + 1, 3, 2, 1);
    NDArray masks = batch.predictions().get(2);
    float[] huge = masks.toFloatArray();
    for (int i = 0; i < huge.length; i++) {
      huge[i] = Math.copySign(i % 3 == 0 ? 1e34f : 200, huge[i]);
    }
    batch.predictions().set(2, manager.create(huge, masks.getShape()));
    batch.predictions().get(2).setRequiresGradient(true);
    MemorySegment.copy(
        huge, 0, batch.stages().get(1).masks(), ValueLayout.JAVA_FLOAT, 0, huge.length);
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).targets(WITH_IDS).build();

    float value = backward(loss, WITH_IDS.write(manager, batch.targets()), batch);
    CriterionResult expected = direct(SMALL, batch, 0, 0);
    assertThat(value).isFinite().isEqualTo((float) expected.total());
    assertThat(batch.gradients()).usingRecursiveComparison().isEqualTo(gradients(expected));
  }

  @Test
  void valuesThatAreNotFiniteAreSeen() {
    RandomBatch batch = RandomBatch.of(manager, 4, YOSO, CLASSES + 1, 3, 2, 1);
    float[] values = batch.predictions().get(1).toFloatArray();
    values[3] = Float.NaN;
    batch.predictions().set(1, manager.create(values, batch.predictions().get(1).getShape()));
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).build();
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    assertThat(loss.evaluate(labels, batch.predictions()).getFloat()).isNaN();
    assertThat(loss.result(labels, batch.predictions(), 0).nonFinite())
        .anySatisfy(bad -> {
          assertThat(bad.stage()).isEqualTo("s1");
          assertThat(bad.imageId()).isZero();
        });
  }

  @Test
  void predictionsWithGapsInMemoryGetTheirGradients() {
    RandomBatch batch = RandomBatch.of(manager, 6, YOSO.subList(0, 1), 1, 2, 2, 1);
    NDArray turned = batch.predictions().head().stopGradient().transpose(3, 2, 0, 1).duplicate();
    turned.setRequiresGradient(true);
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, batch.layout()).step(() -> 0).build();
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    float expected = backward(loss, labels, batch);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.evaluate(labels, new NDList(turned.transpose(2, 3, 1, 0)));
      assertThat(value.getFloat()).isEqualTo(expected);
      collector.backward(value);
    }
    assertThat(turned.getGradient().transpose(2, 3, 1, 0).toFloatArray())
        .isEqualTo(batch.gradients().getFirst());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "FLOAT64"})
  void gradientsHaveThePredictionsType(DataType type) {
    RandomBatch batch = RandomBatch.of(manager, 6, YOSO, CLASSES + 1, 2, 2, 1);
    NDList converted = new NDList();
    for (NDArray array : batch.predictions()) {
      NDArray other = array.stopGradient().toType(type, true);
      other.setRequiresGradient(true);
      converted.add(other);
    }
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).step(() -> 0).build();
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    float expected = backward(loss, labels, batch);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.evaluate(labels, converted);
      assertThat(value.toType(DataType.FLOAT32, true).getFloat())
          .isCloseTo(expected, withinPercentage(1));
      collector.backward(value);
    }
    for (int i = 0; i < converted.size(); i++) {
      NDArray gradient = converted.get(i).getGradient();
      assertThat(gradient.getDataType()).isEqualTo(type);
      assertThat(gradient.toType(DataType.FLOAT32, true).norm().getFloat())
          .isCloseTo(
              batch.predictions().get(i).getGradient().norm().getFloat(), withinPercentage(3));
    }
  }

  @Test
  void theSameBatchIsNotEvaluatedTwice() {
    long[] asked = {0};
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).step(() -> asked[0]++).build();
    RandomBatch batch = RandomBatch.of(manager, 7, YOSO, CLASSES + 1, 3, 2, 1);
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    loss.addAccumulator("train");
    double sum = 0;
    for (int step = 0; step < 3; step++) {
      sum += loss.evaluate(labels, batch.predictions()).getFloat();
      loss.updateAccumulators(new String[] {"train"}, labels, batch.predictions());
    }
    assertThat(asked[0]).isEqualTo(3);
    // Each step draws other points; the mean is that of the values seen, so none was made anew.
    assertThat(loss.getAccumulator("train")).isEqualTo((float) (sum / 3), within(1e-5f));
  }

  @Test
  void validationDrawsTheSamePointsEveryTime() {
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).seed(2).build();
    RandomBatch batch = RandomBatch.of(manager, 7, YOSO, CLASSES + 1, 3, 2, 1);
    double expected =
        loss.result(
                TargetLayout.DEFAULT.write(manager, batch.targets()),
                batch.predictions(),
                SetCriterionLoss.VALIDATION_STEP)
            .total();
    for (String epoch : List.of("first", "second")) {
      NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
      loss.addAccumulator(epoch);
      loss.updateAccumulator(epoch, labels, batch.predictions());
      assertThat(loss.getAccumulator(epoch)).isEqualTo((float) expected);
      loss.resetAccumulator(epoch);
      assertThat(loss.getAccumulator(epoch)).isNaN();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.getAccumulator("third"))
        .withMessageContaining("'third'");
  }

  @Test
  void termsSumToTheTotal() {
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).build();
    RandomBatch batch = RandomBatch.of(manager, 8, YOSO, CLASSES + 1, 3, 2, 1);
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    double sum = 0;
    for (Evaluator term : loss.terms()) {
      term.addAccumulator("train");
    }
    float total = loss.evaluate(labels, batch.predictions()).getFloat();
    for (Evaluator term : loss.terms()) {
      term.updateAccumulators(new String[] {"train"}, labels, batch.predictions());
      sum += term.getAccumulator("train");
    }
    assertThat(loss.terms()).hasSize(8);
    assertThat((float) sum).isCloseTo(total, within(1e-4f));
  }

  @Test
  void nothingButTheValueIsLeftInTheManager() {
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).build();
    RandomBatch batch = RandomBatch.of(manager, 9, YOSO, CLASSES + 1, 3, 2, 1);
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    int before = manager.getManagedArrays().size();
    NDArray value = loss.evaluate(labels, batch.predictions());
    assertThat(value.getManager()).isSameAs(manager);
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
    NDArray scoped;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      scoped = loss.evaluate(labels, batch.predictions());
      assertThat(scoped.isReleased()).isFalse();
    }
    assertThat(scoped.isReleased()).isTrue();
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
  }

  /** The graph alone keeps what the backward pass needs. */
  @Test
  void theGradientOutlivesLabelsAndTheirManager() {
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).targets(WITH_IDS).build();
    RandomBatch batch = RandomBatch.of(manager, 10, YOSO, CLASSES + 1, 3, 2, 1);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value;
      try (NDManager closed = manager.newSubManager()) {
        value = loss.evaluate(WITH_IDS.write(closed, batch.targets()), batch.predictions());
      }
      for (int i = 0; i < 20; i++) {
        manager.full(new Shape(4096), Float.NaN).close();
      }
      collector.backward(value);
    }
    assertThat(batch.gradients())
        .usingRecursiveComparison()
        .isEqualTo(gradients(direct(SMALL, batch, 0, 0)));
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    SetCriterionLoss loss =
        SetCriterionLoss.builder(SMALL, YOSO).targets(WITH_IDS).step(() -> 0).build();
    List<RandomBatch> batches =
        IntStream.range(0, 8)
            .mapToObj(i -> RandomBatch.of(manager, 20 + i, YOSO, CLASSES + 1, 3, 2, 1))
            .toList();
    List<Float> seen =
        batches.parallelStream()
            .map(batch -> {
              try (NDManager own = manager.newSubManager()) {
                NDList labels = WITH_IDS.write(own, batch.targets());
                NDArray value = loss.evaluate(labels, batch.predictions());
                return value.getFloat();
              }
            })
            .toList();
    List<Float> expected =
        batches.stream().map(batch -> (float) direct(SMALL, batch, 0, 0).total()).toList();
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void errorsNameStageAndShape() {
    SetCriterionLoss loss = SetCriterionLoss.builder(SMALL, YOSO).build();
    RandomBatch batch = RandomBatch.of(manager, 11, YOSO, CLASSES + 1, 3, 2, 1);
    NDList labels = TargetLayout.DEFAULT.write(manager, batch.targets());
    NDList short1 = new NDList(batch.predictions().subList(0, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(labels, short1))
        .withMessageContaining("4 arrays, expected 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(labels, new NDList()))
        .withMessageContaining("0 arrays, expected 5");
    NDList flat = new NDList(batch.predictions());
    flat.set(2, flat.get(2).reshape(2, RandomBatch.QUERIES, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(labels, flat))
        .withMessage("stage s1: masks [2, 5, 48] must be [B, Q, H, W]");
    NDList other = new NDList(batch.predictions());
    other.set(1, other.get(1).get("0:1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(labels, other))
        .withMessage(
            "stage s1: masks [2, 5, 6, 8] must have 1 images and 5 queries as the stage's first"
                + " array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SetCriterionLoss.builder(SMALL, List.of()))
        .withMessage("stages (0) must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SetCriterionLoss.builder(SMALL, List.of(YOSO.get(0), YOSO.get(0))))
        .withMessageContaining("different names");
  }
}
