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

  /** The middle 95% of stretched bootstrapped means are Student's interval, in the limit. */
  @Test
  void stretchingMakesUpForFewRepetitions() {
    double[] values = {0.1, 0.4, 0.25, 0.3, 0.2};
    double mean = 0.25;
    double deviation = 0.111803;
    double bootstrapped = deviation * Math.sqrt(4.0 / 5) / Math.sqrt(values.length);

    assertThat(1.959964 * bootstrapped * StudentT.stretch(values.length))
        .as("half width around %s", mean)
        .isEqualTo(2.776445 * deviation / Math.sqrt(values.length), within(1e-6));
  }
}
