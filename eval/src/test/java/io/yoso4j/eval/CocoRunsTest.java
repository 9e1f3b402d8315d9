package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.mask.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of runs whose quality is the share of the objects they find. */
class CocoRunsTest {
  private static final int IMAGES = 60;
  private static final List<Long> IDS = LongStream.range(0, IMAGES).boxed().toList();
  private static final Box BOX = new Box(0, 0, 50, 50);
  private static final List<GroundTruth> TRUTHS =
      IDS.stream().map(id -> new GroundTruth(id + 1, id, 0, BOX, 2500, false, null)).toList();

  /** Finds as many of the objects as asked for, other ones with another seed. */
  private static List<Detection> finding(double share, long seed) {
    Random random = new Random(seed);
    List<Detection> found = new ArrayList<>();
    for (long id : IDS) {
      if (random.nextDouble() < share) {
        found.add(new Detection(id, 0, 0.5 + 0.5 * random.nextDouble(), BOX, null));
      }
    }
    return found;
  }

  private static CocoRuns runs(double... shares) {
    List<List<Detection>> runs = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      runs.add(finding(shares[i], i));
    }
    return CocoEvaluator.create(EvalConfig.coco().withThreads(2))
        .resample(IouType.BBOX, IDS, 1, TRUTHS, runs, 400, 3);
  }

  private static Difference ap(CocoRuns runs, List<Integer> first, List<Integer> second) {
    return runs.compare(first, second).stats().get("AP");
  }

  @Test
  void numbersAreMeansOverTheRepetitions() {
    CocoRuns runs = runs(0.3, 0.4, 0.8, 0.9);
    List<CocoEvaluation> each = runs.evaluations();

    Difference ap = ap(runs, List.of(0, 1), List.of(2, 3));

    assertThat(ap.first()).isEqualTo((each.get(0).ap() + each.get(1).ap()) / 2, within(1e-12));
    assertThat(ap.second()).isEqualTo((each.get(2).ap() + each.get(3).ap()) / 2, within(1e-12));
    assertThat(ap.difference()).isEqualTo(ap.second() - ap.first(), within(1e-12));
  }

  @Test
  void theSameRunsDoNotDiffer() {
    CocoRuns runs = runs(0.3, 0.9, 0.5);

    Difference same = ap(runs, List.of(0, 1, 2), List.of(0, 1, 2));

    assertThat(same.low()).isZero();
    assertThat(same.high()).isZero();
    assertThat(same.isClear()).isFalse();
  }

  @Test
  void aDifferenceThatAllRepetitionsShowIsClear() {
    assertThat(ap(runs(0.3, 0.32, 0.28, 0.9, 0.92, 0.88), List.of(0, 1, 2), List.of(3, 4, 5)))
        .matches(Difference::isClear);
  }

  @Test
  void repetitionsThatDisagreeMakeTheIntervalWide() {
    CocoRuns runs = runs(0.5, 0.5, 0.5, 0.95, 0.3, 0.9);
    List<Integer> first = List.of(0, 1, 2);
    List<Integer> second = List.of(3, 4, 5);

    Difference one = ap(runs, List.of(0), List.of(3));
    Difference all = ap(runs, first, second);

    assertThat(one.isClear()).as("one repetition knows of no others").isTrue();
    assertThat(all.isClear()).isFalse();
    assertThat(all.high() - all.low()).isGreaterThan(2 * (one.high() - one.low()));
  }

  @Test
  void categoriesAreComparedToo() {
    CocoRuns runs = runs(0.3, 0.9);

    RunDifferences differences = runs.compare(List.of(0), List.of(1));

    assertThat(differences.categories()).containsExactly(differences.stats().get("AP"));
  }

  @Test
  void groupsMustBeAsManyAndSomething() {
    CocoRuns runs = runs(0.3, 0.9);

    assertThatThrownBy(() -> runs.compare(List.of(0), List.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first has 1 runs and second 2");
    assertThatThrownBy(() -> runs.compare(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** SciPy's {@code t.ppf(0.975, degrees)}. */
  @ParameterizedTest
  @CsvSource({"1, 12.706205", "2, 4.302653", "20, 2.085963", "21, 2.079614", "60, 2.000298"})
  void studentsPoints(int degrees, double expected) {
    assertThat(StudentT.point(degrees)).isEqualTo(expected, within(2e-5));
  }

  /** SciPy's {@code t.ppf(probability, degrees)}. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 3, 0",
    "0.75, 1, 1",
    "0.001, 1, -318.308839",
    "0.9, 2, 1.885618",
    "0.3, 4, -0.568649",
    "0.999, 7, 4.785290",
    "0.6, 30, 0.255605"
  })
  void studentsQuantiles(double probability, int degrees, double expected) {
    assertThat(StudentT.quantile(probability, degrees)).isEqualTo(expected, within(2e-6));
  }

  @Test
  void quantilesAreOfProbabilitiesAndDegrees() {
    for (double wrong : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> StudentT.quantile(wrong, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("probability (" + wrong + ")");
    }
    assertThatThrownBy(() -> StudentT.point(0)).hasMessageContaining("degrees (0)");
  }

  /** Finds as many of the ten objects of every image, which makes all images alike. */
  private static List<Detection> findingEverywhere(int found, List<GroundTruth> truths) {
    return truths.stream()
        .filter(truth -> (truth.id() - 1) % 10 < found)
        .map(truth -> new Detection(truth.imageId(), 0, 0.9, truth.bbox(), null))
        .toList();
  }

  /** Student's interval of {@code scipy.stats.t.interval(0.95, n - 1, mean, sem)}. */
  @ParameterizedTest
  @CsvSource({
    "'5 4', '6 8', -16.559, 21.559",
    "'5 4 6', '7 6 9', 0.899, 3.768",
    "'5 4 6', '7 6 10', -0.202, 5.535",
    "'5 4 6 5 3', '7 6 9 4 5', -0.283, 3.483"
  })
  void whereImagesAreAlikeIntervalsAreStudents(
      String firstFound, String secondFound, double low, double high) {
    List<GroundTruth> truths = new ArrayList<>();
    List<Long> ids = IDS.subList(0, 12);
    for (long image : ids) {
      for (int i = 0; i < 10; i++) {
        Box box = new Box(60 * i, 0, 50, 50);
        truths.add(new GroundTruth(10 * image + i + 1, image, 0, box, 2500, false, null));
      }
    }
    List<List<Detection>> runs = new ArrayList<>();
    for (String found : (firstFound + " " + secondFound).split(" ")) {
      runs.add(findingEverywhere(Integer.parseInt(found), truths));
    }
    int n = runs.size() / 2;
    CocoRuns resampled =
        CocoEvaluator.create(EvalConfig.coco().withThreads(2))
            .resample(IouType.BBOX, ids, 1, truths, runs, 1000, 3);

    Difference recall =
        resampled
            .compare(
                IntStream.range(0, n).boxed().toList(), IntStream.range(n, 2 * n).boxed().toList())
            .stats()
            .get("AR100");

    assertThat(10 * recall.low()).isEqualTo(low, within(0.003));
    assertThat(10 * recall.high()).isEqualTo(high, within(0.003));
  }
}
