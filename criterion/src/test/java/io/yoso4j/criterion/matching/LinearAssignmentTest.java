package io.yoso4j.criterion.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every answer is proved optimal by its own potentials (linear programming duality); no reference
 * solver is needed.
 */
class LinearAssignmentTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,0",
    "1,9,0",
    "9,1,0",
    "5,5,0",
    "7,20,0",
    "20,7,0",
    "60,60,0",
    "100,20,0",
    "30,100,0",
    "6,6,2",
    "8,15,2",
    "15,8,2",
    "40,40,3",
    "25,60,1",
    "150,160,0",
    "300,40,0",
    "40,300,3",
    "150,150,5",
    "1,6,1",
    "6,1,1"
  })
  void certificateHolds(int rows, int columns, int distinctValues) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      double[] cost = new double[rows * columns];
      Arrays.setAll(
          cost, _ -> distinctValues == 0 ? random.nextGaussian() : random.nextInt(distinctValues));
      prove(LinearAssignment.solve(cost, rows, columns), cost, rows, columns, "seed " + seed);
    }
  }

  @Test
  void certificateHoldsWithForbiddenPairs() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      double[] cost = new double[8 * 11];
      // The diagonal stays allowed, so that a complete assignment exists.
      Arrays.setAll(
          cost,
          i ->
              random.nextInt(3) == 0 && i / 11 != i % 11
                  ? Double.POSITIVE_INFINITY
                  : random.nextDouble());
      prove(LinearAssignment.solve(cost, 8, 11), cost, 8, 11, "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"7,20,4", "20,7,4", "33,33,50", "80,50,1000"})
  void floatsAreSolvedAsTheirDoubles(int rows, int columns, int distinctValues) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      float[] cost = new float[rows * columns];
      double[] widened = new double[cost.length];
      for (int i = 0; i < cost.length; i++) {
        cost[i] = random.nextInt(distinctValues) * 0.1f - 1;
        widened[i] = cost[i];
      }
      LinearAssignment found = LinearAssignment.solve(cost, rows, columns);
      LinearAssignment expected = LinearAssignment.solve(widened, rows, columns);
      prove(found, widened, rows, columns, "seed " + seed);
      assertThat(found.rows()).as("seed %d", seed).isEqualTo(expected.rows());
      assertThat(found.columns()).as("seed %d", seed).isEqualTo(expected.columns());
    }
  }

  @ParameterizedTest
  @CsvSource({"40,40", "25,70", "70,25"})
  void constantCostsGiveTheIdentity(int rows, int columns) {
    int[] identity = new int[Math.min(rows, columns)];
    Arrays.setAll(identity, i -> i);
    LinearAssignment found = LinearAssignment.solve(new float[rows * columns], rows, columns);
    assertThat(found.rows()).isEqualTo(identity);
    assertThat(found.columns()).isEqualTo(identity);
  }

  private static void prove(
      LinearAssignment found, double[] cost, int rows, int columns, String seed) {
    double[] u = found.rowPotentials();
    double[] v = found.columnPotentials();
    int[] matchedRows = found.rows();
    int[] matchedColumns = found.columns();
    assertThat(found.size()).as(seed).isEqualTo(Math.min(rows, columns));
    assertThat(matchedRows).as(seed).isSorted().doesNotHaveDuplicates();
    assertThat(matchedColumns).as(seed).doesNotHaveDuplicates();
    double tolerance = 1e-10;
    double slackest = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        slackest = Math.min(slackest, cost[i * columns + j] - u[i] - v[j]);
      }
    }
    assertThat(slackest).as("%s: smallest reduced cost", seed).isGreaterThanOrEqualTo(-tolerance);
    double primal = 0;
    for (int i = 0; i < found.size(); i++) {
      primal += cost[matchedRows[i] * columns + matchedColumns[i]];
    }
    double dual = Arrays.stream(u).sum() + Arrays.stream(v).sum();
    assertThat(Math.abs(primal - dual))
        .as("%s: duality gap", seed)
        .isLessThan(tolerance * (1 + Math.abs(primal)));
    double[] larger = rows <= columns ? v : u;
    assertThat(Arrays.stream(larger).max().orElse(0)).as("%s: sign", seed).isLessThanOrEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,5", "5,0"})
  void emptyMatrixHasNoPairs(int rows, int columns) {
    assertThat(LinearAssignment.solve(new double[0], rows, columns).size()).isZero();
  }

  @Test
  void workedByHand() {
    // Row 1 would like column 1 (cost 0), but row 0 needs it more: 1 + 2 + 2 = 5 beats 4 + 0 + 2.
    double[] cost = {4, 1, 3, 2, 0, 5, 3, 2, 2};
    assertThat(LinearAssignment.solve(cost, 3, 3).columns()).containsExactly(1, 0, 2);
  }

  @Test
  void rejectsWhatHasNoAnswer() {
    assertThatThrownBy(() -> LinearAssignment.solve(new double[] {1, Double.NaN}, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cost[0][1] (NaN)");
    assertThatThrownBy(() -> LinearAssignment.solve(new double[] {Double.NEGATIVE_INFINITY}, 1, 1))
        .hasMessageContaining("cost[0][0] (-Infinity)");
    float[] tall = {1, 2, Float.NaN, 3, 4, 5};
    assertThatThrownBy(() -> LinearAssignment.solve(tall, 3, 2))
        .hasMessageContaining("cost[1][0] (NaN)");
    assertThatThrownBy(() -> LinearAssignment.solve(new double[3], 2, 2))
        .hasMessageContaining("3 entries");
    double[] forbidden = {1, Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY};
    assertThatThrownBy(() -> LinearAssignment.solve(forbidden, 2, 2))
        .hasMessageContaining("forbids");
  }
}
