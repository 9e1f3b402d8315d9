package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that operations on runs obey among themselves, on seeded random masks. */
class MaskLawsTest {
  private static final int CASES = 100;

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void setAlgebra(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(40);
      int width = 1 + random.nextInt(40);
      List<Rle> masks = masks(random, height, width, 5);
      Rle a = masks.get(0);
      Rle b = masks.get(1);
      Rle c = masks.get(2);
      String name = "seed %d case %d".formatted(seed, i);

      assertThat(a.complement().complement()).as(name).isEqualTo(a);
      assertThat(a.union(a.complement())).as(name).isEqualTo(Rle.full(height, width));
      assertThat(a.intersection(a.complement())).as(name).isEqualTo(Rle.empty(height, width));
      assertThat(a.union(b).complement())
          .as(name)
          .isEqualTo(a.complement().intersection(b.complement()));
      assertThat(a.intersection(b.union(c)))
          .as(name)
          .isEqualTo(a.intersection(b).union(a.intersection(c)));
      assertThat(a.difference(b)).as(name).isEqualTo(a.intersection(b.complement()));
      assertThat(a.symmetricDifference(b))
          .as(name)
          .isEqualTo(a.union(b).difference(a.intersection(b)));
      assertThat(a.area() + b.area())
          .as(name)
          .isEqualTo(a.union(b).area() + a.intersection(b).area());
      assertThat(Rle.union(masks)).as(name).isEqualTo(oneByOne(masks, true));
      assertThat(Rle.intersection(masks)).as(name).isEqualTo(oneByOne(masks, false));
      assertThat(Rle.union(masks.reversed())).as(name).isEqualTo(Rle.union(masks));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {24, 25, 26})
  void movesAreUndone(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(90);
      int width = 1 + random.nextInt(90);
      Rle mask = masks(random, height, width, 1).getFirst();
      int top = random.nextInt(9);
      int left = random.nextInt(9);
      int factor = 1 + random.nextInt(4);
      String name = "seed %d case %d".formatted(seed, i);

      assertThat(mask.flipHorizontally().flipHorizontally()).as(name).isEqualTo(mask);
      assertThat(mask.flipVertically().flipVertically()).as(name).isEqualTo(mask);
      assertThat(mask.flipVertically().flipHorizontally())
          .as(name)
          .isEqualTo(mask.flipHorizontally().flipVertically());
      Rle padded = mask.place(height + 10, width + 12, top, left);
      assertThat(padded.area()).as(name).isEqualTo(mask.area());
      assertThat(padded.crop(top, left, height, width)).as(name).isEqualTo(mask);
      assertThat(padded.place(height, width, -top, -left)).as(name).isEqualTo(mask);
      assertThat(mask.resize(height, width)).as(name).isEqualTo(mask);
      Rle larger = mask.resize(height * factor, width * factor);
      assertThat(larger.area()).as(name).isEqualTo(mask.area() * factor * factor);
      assertThat(larger.resize(height, width)).as(name).isEqualTo(mask);
      assertThat(mask.erode(1).erode(2)).as(name).isEqualTo(mask.erode(3));
      assertThat(mask.erode(2).flipHorizontally()).isEqualTo(mask.flipHorizontally().erode(2));
    }
  }

  private static List<Rle> masks(Random random, int height, int width, int count) {
    List<Rle> masks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      masks.add(Rle.encode(RandomMasks.mask(random, height, width)));
    }
    return masks;
  }

  private static Rle oneByOne(List<Rle> masks, boolean union) {
    Bitmap result = masks.getFirst().toBitmap();
    for (Rle mask : masks) {
      if (union) {
        result.unite(mask.toBitmap());
      } else {
        result.intersect(mask.toBitmap());
      }
    }
    return Rle.encode(result);
  }
}
