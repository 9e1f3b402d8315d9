package io.yoso4j.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StratifiedSplitTest {

  private static final double[] SHARES = {0.7, 0.2, 0.1};

  /** Ten classes, the last of them rare; every third image shares its group with the next. */
  private static List<SplitItem> items(int count, boolean grouped, long seed) {
    Random random = new Random(seed);
    List<SplitItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<Integer, Integer> objects = new HashMap<>();
      for (int category = 0; category < 10; category++) {
        if (random.nextDouble() < 0.9 / (1 + category * category)) {
          objects.put(category, 1 + random.nextInt(5));
        }
      }
      items.add(new SplitItem("g" + (grouped ? i * 2 / 3 : i), objects));
    }
    return items;
  }

  @Test
  void everyClassIsDividedAlike() {
    for (long seed = 0; seed < 20; seed++) {
      List<SplitItem> items = items(1000, true, seed);
      int[] parts = StratifiedSplit.assign(items, SHARES, seed);
      double[][] objects = new double[10][3];
      double[] images = new double[3];
      for (int i = 0; i < parts.length; i++) {
        int part = parts[i];
        images[part]++;
        items.get(i).objects().forEach((category, count) -> objects[category][part] += count);
      }
      for (int part = 0; part < 3; part++) {
        assertThat(images[part] / 1000).as("seed %d", seed).isCloseTo(SHARES[part], within(0.01));
        for (int category = 0; category < 10; category++) {
          double total = objects[category][0] + objects[category][1] + objects[category][2];
          assertThat(objects[category][part])
              .as("seed %d, class %d, part %d of %s objects", seed, category, part, total)
              .isCloseTo(SHARES[part] * total, within(Math.max(5, 0.03 * total)));
        }
      }
    }
  }

  /** A set so small that a class cannot be met exactly still gets the images asked for. */
  @Test
  void smallSetsGetTheirImages() {
    for (long seed = 0; seed < 50; seed++) {
      List<SplitItem> items = new ArrayList<>();
      Random random = new Random(seed);
      for (int i = 0; i < 18; i++) {
        items.add(
            new SplitItem(
                "g" + i,
                Map.of(0, 1 + random.nextInt(9), 1, random.nextInt(6), 2, random.nextInt(6))));
      }
      int[] parts = StratifiedSplit.assign(items, new double[] {0.7, 0.3}, seed);
      assertThat(Arrays.stream(parts).filter(part -> part == 0).count())
          .as("seed %d", seed)
          .isBetween(12L, 13L);
    }
  }

  @Test
  void groupsStayTogether() {
    List<SplitItem> items = items(300, true, 3);
    int[] parts = StratifiedSplit.assign(items, SHARES, 3);
    Map<String, Set<Integer>> perGroup = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      perGroup.computeIfAbsent(items.get(i).group(), _ -> new HashSet<>()).add(parts[i]);
    }
    assertThat(perGroup).hasSize(200);
    assertThat(perGroup.values()).allSatisfy(found -> assertThat(found).hasSize(1));
  }

  @Test
  void theOrderOfTheImagesDoesNotMatterButTheSeedDoes() {
    List<SplitItem> items = items(200, false, 5);
    Map<String, Integer> expected = byGroup(items, StratifiedSplit.assign(items, SHARES, 5));
    for (long seed = 0; seed < 5; seed++) {
      List<SplitItem> shuffled = new ArrayList<>(items);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(byGroup(shuffled, StratifiedSplit.assign(shuffled, SHARES, 5)))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
    assertThat(byGroup(items, StratifiedSplit.assign(items, SHARES, 6))).isNotEqualTo(expected);
  }

  private static Map<String, Integer> byGroup(List<SplitItem> items, int[] parts) {
    Map<String, Integer> out = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      out.put(items.get(i).group(), parts[i]);
    }
    return out;
  }

  @Test
  void imagesWithoutObjectsAreDividedToo() {
    List<SplitItem> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(new SplitItem("g" + i, Map.of()));
    }
    int[] counts = new int[3];
    for (int part : StratifiedSplit.assign(items, SHARES, 1)) {
      counts[part]++;
    }
    assertThat(counts).containsExactly(70, 20, 10);
  }

  @Test
  void noPartStaysEmpty() {
    List<SplitItem> items = items(3, false, 1);
    assertThat(StratifiedSplit.assign(items, new double[] {0.98, 0.01, 0.01}, 1))
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(StratifiedSplit.assign(items, new double[] {0.9, 0.1, 0}, 1)).doesNotContain(2);
  }

  @Test
  void refusesWhatCannotBeDivided() {
    List<SplitItem> items = items(2, false, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StratifiedSplit.assign(items, SHARES, 1))
        .withMessage("2 groups of images cannot fill 3 parts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StratifiedSplit.assign(items, new double[] {1, -0.5}, 1))
        .withMessageContaining("-0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StratifiedSplit.assign(items, new double[] {0, 0}, 1));
  }
}
