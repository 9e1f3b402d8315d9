package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.mask.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoComparisonTest {
  private static final int IMAGES = 12;
  private static final int CATEGORIES = 3;
  private static final EvalConfig CONFIG =
      EvalConfig.coco().withThreads(2).withMaxDetections(1, 3, 6);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aResampleIsTheEvaluationOfCopiedImages(long seed) {
    Random random = new Random(seed);
    Scene scene = Scene.random(random);
    int[] copies = random.ints(IMAGES, 0, 4).toArray();
    ImageWeights weights = new ImageWeights(IMAGES, 1, 0);
    for (int i = 0; i < IMAGES; i++) {
      weights.set(0, i, copies[i]);
    }

    ResampledRun run = new ResampledRun(Matching.of(scene.data(), CONFIG), CONFIG);
    run.compute(weights, 0, 1, 2);
    CocoEvaluation copied = scene.copied(copies).evaluate();

    double[] stats = copied.stats();
    for (EvalMetric metric : EvalMetric.values()) {
      double expected = stats[metric.ordinal()];
      double actual = run.mean(0, metric);
      if (expected < 0) {
        assertThat(actual).as("%s, seed %d", metric, seed).isNaN();
      } else {
        assertThat(actual).as("%s, seed %d", metric, seed).isCloseTo(expected, within(1e-12));
      }
    }
    for (CategoryResult category : copied.categories()) {
      if (category.ap() >= 0) {
        assertThat(run.value(0, EvalMetric.AP, category.category()))
            .isCloseTo(category.ap(), within(1e-12));
      }
    }
  }

  @Test
  void aRunDoesNotDifferFromItself() {
    Scene scene = Scene.random(new Random(3));

    CocoComparison same = compare(scene, scene, 2, 40);

    assertThat(same.stats().get("AP"))
        .isEqualTo(new Difference(scene.evaluate().ap(), scene.evaluate().ap(), 0, 0, 0));
    assertThat(same.stats().get("AP").isClear()).isFalse();
  }

  @Test
  void aBetterRunIsClearlyBetter() {
    Scene worse = Scene.random(new Random(5));

    CocoComparison comparison = compare(worse, worse.perfect(), 2, 200);

    Difference ap = comparison.stats().get("AP");
    assertThat(ap.isClear()).isTrue();
    assertThat(ap.low()).isPositive().isLessThanOrEqualTo(ap.difference());
    assertThat(ap.high()).isGreaterThanOrEqualTo(ap.difference());
    assertThat(comparison.categories()).hasSize(CATEGORIES).allMatch(Difference::isClear);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Scene first = Scene.random(new Random(6));
    Scene second = first.with(Scene.random(new Random(7)));

    CocoComparison one = compare(first, second, 1, 150);
    CocoComparison many = compare(first, second, 5, 150);

    assertThat(many.stats()).isEqualTo(one.stats());
    assertThat(many.categories()).isEqualTo(one.categories());
  }

  @Test
  void theMoreImagesTheNarrower() {
    Scene first = Scene.random(new Random(8));
    Scene second = first.with(Scene.random(new Random(9)));
    int[] four = LongStream.range(0, IMAGES).mapToInt(_ -> 4).toArray();

    Difference few = compare(first, second, 2, 300).stats().get("AP");
    Difference many = compare(first.copied(four), second.copied(four), 2, 300).stats().get("AP");

    assertThat(many.high() - many.low()).isLessThan(0.7 * (few.high() - few.low()));
  }

  @Test
  void noImagesAndNoResamples() {
    Scene empty = new Scene(List.of(), List.of(), List.of());

    assertThat(compare(empty, empty, 2, 5).stats().get("AP").difference()).isNaN();
    assertThatThrownBy(() -> compare(empty, empty, 1, 0)).hasMessageContaining("resamples is 0");
  }

  private static CocoComparison compare(Scene a, Scene b, int threads, int resamples) {
    EvalConfig config = CONFIG.withThreads(threads);
    return CocoComparison.of(
        a.evaluate(),
        b.evaluate(),
        Matching.of(a.data(), config),
        Matching.of(b.data(), config),
        config,
        resamples,
        11);
  }

  /** Boxes in a few images. No two scores are equal. */
  private record Scene(List<Long> images, List<GroundTruth> truths, List<Detection> detections) {

    static Scene random(Random random) {
      List<GroundTruth> truths = new ArrayList<>();
      List<Detection> detections = new ArrayList<>();
      for (long image = 0; image < IMAGES; image++) {
        for (int category = 0; category < CATEGORIES; category++) {
          for (int i = 0; i < 3; i++) {
            double side = 10 + 110 * random.nextDouble();
            Box box = new Box(300 * random.nextDouble(), 200 * i, side, side);
            boolean crowd = random.nextInt(8) == 0;
            truths.add(
                new GroundTruth(truths.size(), image, category, box, box.area(), crowd, null));
            for (int d = random.nextInt(4); d > 0; d--) {
              Box near = new Box(box.x() + 20 * random.nextDouble(), box.y(), side, side);
              detections.add(new Detection(image, category, random.nextDouble(), near, null));
            }
          }
        }
      }
      return new Scene(LongStream.range(0, IMAGES).boxed().toList(), truths, detections);
    }

    /** The same objects with what another run found. */
    Scene with(Scene other) {
      return new Scene(images, truths, other.detections);
    }

    Scene perfect() {
      return new Scene(
          images,
          truths,
          truths.stream()
              .map(t -> new Detection(t.imageId(), t.category(), 0.9, t.bbox(), null))
              .toList());
    }

    /** Each image as often as asked for, copies side by side. */
    Scene copied(int[] copies) {
      List<Long> ids = new ArrayList<>();
      List<GroundTruth> copiedTruths = new ArrayList<>();
      List<Detection> copiedDetections = new ArrayList<>();
      for (long image : images) {
        for (int c = 0; c < copies[(int) image]; c++) {
          long id = image * 10 + c;
          ids.add(id);
          truths.stream()
              .filter(t -> t.imageId() == image)
              .map(t ->
                  new GroundTruth(t.id(), id, t.category(), t.bbox(), t.area(), t.crowd(), null))
              .forEach(copiedTruths::add);
          detections.stream()
              .filter(d -> d.imageId() == image)
              .map(d -> new Detection(id, d.category(), d.score(), d.bbox(), null))
              .forEach(copiedDetections::add);
        }
      }
      return new Scene(ids, copiedTruths, copiedDetections);
    }

    EvalData data() {
      return new EvalInput(IouType.BBOX, images, CATEGORIES).data(truths, detections);
    }

    CocoEvaluation evaluate() {
      return CocoEvaluator.create(CONFIG)
          .evaluate(IouType.BBOX, images, CATEGORIES, truths, detections);
    }
  }
}
