package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

interface SelectContract {
  Kernels kernels();

  /** Orders of values, good and bad for a choice that looks at the first ones. */
  enum Values {
    RANDOM {
      @Override
      float at(int i, int count, Random random) {
        return (float) random.nextGaussian();
      }
    },
    TIED {
      @Override
      float at(int i, int count, Random random) {
        return random.nextInt(7) - 3;
      }
    },
    EQUAL {
      @Override
      float at(int i, int count, Random random) {
        return random.nextBoolean() ? 2.5f : -2.5f;
      }
    },
    ZEROS {
      @Override
      float at(int i, int count, Random random) {
        return new float[] {0f, -0f, Float.MIN_VALUE, -1f}[random.nextInt(4)];
      }
    },
    BROKEN {
      @Override
      float at(int i, int count, Random random) {
        return new float[] {
              Float.NaN,
              Float.intBitsToFloat(0xffc12345),
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.MAX_VALUE,
              (float) random.nextGaussian()
            }
            [random.nextInt(6)];
      }
    },
    ALL_NAN {
      @Override
      float at(int i, int count, Random random) {
        return Float.NaN;
      }
    },
    ASCENDING {
      @Override
      float at(int i, int count, Random random) {
        return i * 0.25f;
      }
    },
    DESCENDING {
      @Override
      float at(int i, int count, Random random) {
        return (i - count) * 0.25f;
      }
    },
    SMALL_FIRST {
      @Override
      float at(int i, int count, Random random) {
        return random.nextFloat() * (i < 1024 ? 1e-3f : 10);
      }
    },
    LARGE_FIRST {
      @Override
      float at(int i, int count, Random random) {
        return random.nextFloat() * (i < 1024 ? 10 : 1e-3f);
      }
    },
    CONSTANT_FIRST {
      @Override
      float at(int i, int count, Random random) {
        return i < 1024 ? 0.5f : random.nextFloat();
      }
    };

    abstract float at(int i, int count, Random random);
  }

  @ParameterizedTest
  @EnumSource
  default void keepsWhatAStableSortKeeps(Values values) {
    Random random = new Random(values.ordinal());
    for (int count : new int[] {1, 2, 15, 16, 17, 33, 1023, 1024, 1025, 1500, 9000, 40_000}) {
      PointBuffer from = new PointBuffer();
      from.reserve(count);
      from.count = count;
      Arrays.fill(from.logits, 0f);
      for (int i = 0; i < count; i++) {
        from.x[i] = i;
        from.y[i] = -i;
        from.logits[i] = values.at(i, count, random);
      }
      Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingDouble(i -> Math.abs(from.logits[i])));
      for (int kept : new int[] {0, 1, count / 100, count / 4, 3 * count / 4, count - 1, count}) {
        check(from, order, kept, values + " of " + count + ", kept " + kept);
      }
    }
  }

  private void check(PointBuffer from, Integer[] order, int kept, String what) {
    int[] expected = Arrays.stream(order).limit(kept).mapToInt(i -> i).sorted().toArray();
    PointBuffer into = new PointBuffer();
    into.reserve(kept);
    into.count = -1;
    kernels().select(from, kept, into);
    assertThat(into.count).as(what).isEqualTo(kept);
    for (int i = 0; i < kept; i++) {
      if (into.x[i] != expected[i]
          || into.y[i] != -expected[i]
          || Float.compare(into.logits[i], from.logits[expected[i]]) != 0) {
        assertThat(into.x[i]).as("%s: place %d", what, i).isEqualTo(expected[i]);
        assertThat(into.y[i]).as("%s: place %d", what, i).isEqualTo(-expected[i]);
        assertThat(into.logits[i]).as("%s: place %d", what, i).isEqualTo(from.logits[expected[i]]);
      }
    }
  }
}
