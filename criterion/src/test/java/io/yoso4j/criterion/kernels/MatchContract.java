package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

interface MatchContract {
  Kernels kernels();

  @ParameterizedTest
  @CsvSource({
    // queries, tiles, targets, amplitude, all of that magnitude
    "1, 1, 0, 2, false",
    "1, 3, 1, 2, false",
    "7, 5, 3, 2, false",
    "16, 2, 5, 0, false",
    "17, 4, 2, 8, false",
    "37, 3, 20, 2, false",
    "5, 20, 3, 50, true",
    "19, 20, 3, 10000, true",
    "9, 600, 2, 2, false",
    "9, 600, 2, 0.01, false",
    "100, 10, 70, 3, false"
  })
  default void sumsAsTheReference(
      int queries, int tiles, int targets, double amplitude, boolean saturated) {
    long seed = queries * 31L + tiles;
    MatchProblem problem =
        new MatchProblem(
            new Random(seed), queries, kernels().lanes(), tiles, targets, amplitude, saturated);
    MatchSums sums = problem.run(kernels());
    assertThat(sums.points).isEqualTo(problem.points());
    for (int query = 0; query < problem.padded(); query++) {
      String what = "seed " + seed + " query " + query;
      close(what + " softplus", sums.softplus(query), problem.softplus(query));
      close(what + " sigmoid", sums.sigmoid[query], problem.sigmoid(query));
      for (int target = 0; target < targets; target++) {
        int pair = target * sums.queries + query;
        String both = what + " target " + target;
        close(both + " x y", sums.logitLabel[pair], problem.logitLabel(query, target));
        close(both + " s y", sums.sigmoidLabel[pair], problem.sigmoidLabel(query, target));
      }
    }
    for (int target = 0; target < targets; target++) {
      close("seed " + seed + " label " + target, sums.label[target], problem.label(target));
    }
  }

  private static void close(String what, double actual, MatchProblem.Sum expected) {
    assertThat(actual).as(what).isCloseTo(expected.value, within(expected.bound));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  default void aBrokenQuerySpoilsOnlyItself(float broken) {
    for (int spoiled : new int[] {0, 5, 20}) {
      MatchProblem healthy = problem(21);
      healthy.spoil(spoiled, 0);
      MatchSums clean = healthy.run(kernels());
      MatchProblem problem = problem(21);
      problem.spoil(spoiled, broken);
      MatchSums sums = problem.run(kernels());
      assertThat(sums.softplus(spoiled)).as("query of %s", broken).isNotFinite();
      for (int query = 0; query < problem.padded(); query++) {
        if (query == spoiled) {
          continue;
        }
        assertThat(sums.softplus(query)).as("query %d", query).isEqualTo(clean.softplus(query));
        assertThat(sums.sigmoid[query]).as("query %d", query).isEqualTo(clean.sigmoid[query]);
        for (int target = 0; target < 4; target++) {
          int pair = target * sums.queries + query;
          assertThat(sums.logitLabel[pair]).isEqualTo(clean.logitLabel[pair]);
          assertThat(sums.sigmoidLabel[pair]).isEqualTo(clean.sigmoidLabel[pair]);
        }
      }
    }
  }

  private MatchProblem problem(int queries) {
    return new MatchProblem(new Random(5), queries, kernels().lanes(), 6, 4, 3, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 31, 33, 63, 64})
  default void findsThePointsOfARange(int count) {
    Random random = new Random(count);
    MatchTile tile = new MatchTile(0);
    tile.count = count;
    for (int p = 0; p < MatchTile.POINTS; p++) {
      tile.targetColumns[p] = random.nextInt(12) - 1;
    }
    for (int first = -1; first <= 11; first++) {
      for (int last = -1; last <= 11; last++) {
        long expected = 0;
        for (int p = 0; p < count; p++) {
          boolean inside = tile.targetColumns[p] >= first && tile.targetColumns[p] <= last;
          expected |= inside ? 1L << p : 0;
        }
        assertThat(kernels().pointsBetween(tile, first, last))
            .as("seed %d, columns %d to %d", count, first, last)
            .isEqualTo(expected);
      }
    }
  }
}
