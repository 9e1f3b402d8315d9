package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.model.Tiling.Tile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TilingTest {
  @Test
  void tilesCoverTheImageAndOverlap() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      ImageSize image = new ImageSize(1 + random.nextInt(900), 1 + random.nextInt(900));
      int longest = 32 + random.nextInt(600);
      Tiling tiling = new Tiling(32 * (1 + random.nextInt(8)), 0.9 * random.nextDouble());
      ImageSize resized = new InputSize.LongestSide(longest).of(image.width(), image.height());
      List<Tile> tiles = tiling.tiles(image, resized);

      String description = "seed %d: %s, %s, %s".formatted(seed, image, resized, tiling);
      int side = tiles.getFirst().side();
      assertThat(tiles).as(description).allMatch(tile -> tile.side() == side);
      check(description, tiles.stream().mapToInt(Tile::left), side, image.width(), tiling);
      check(description, tiles.stream().mapToInt(Tile::top), side, image.height(), tiling);
    }
  }

  private static void check(
      String description, java.util.stream.IntStream all, int side, int length, Tiling tiling) {
    int[] starts = all.distinct().sorted().toArray();
    assertThat(starts[0]).as(description).isZero();
    assertThat(starts[starts.length - 1]).as(description).isEqualTo(Math.max(0, length - side));
    for (int i = 1; i < starts.length; i++) {
      assertThat(starts[i - 1] + side - starts[i])
          .as(description)
          .isGreaterThanOrEqualTo((int) Math.floor(tiling.overlap() * side));
    }
  }

  @Test
  void aTileShowsWhatItsSideOfTheResizedImageShows() {
    List<Tile> tiles = new Tiling(128, 0).tiles(new ImageSize(256, 200), new ImageSize(512, 400));
    assertThat(tiles).first().isEqualTo(new Tile(0, 0, 64));
    assertThat(tiles).last().isEqualTo(new Tile(192, 136, 64));
    assertThat(tiles).hasSize(4 * 4);
  }

  @Test
  void theWholeImageComesFirstUnlessOneTileShowsItAnyway() {
    ImageSize image = new ImageSize(200, 256);
    ImageSize resized = new ImageSize(400, 512);
    List<Tile> tiles = new Tiling(128, 0).tiles(image, resized);
    List<Tile> more = new Tiling(128, 0, true).tiles(image, resized);
    assertThat(more).first().isEqualTo(new Tile(0, 0, 256));
    assertThat(more.subList(1, more.size())).isEqualTo(tiles);
    assertThat(new Tiling(512, 0, true).tiles(image, resized)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"100,0.2,side (100)", "0,0.2,side (0)", "64,0.95,overlap (0.95)", "64,NaN,overlap"})
  void rangesAreChecked(int side, double overlap, String named) {
    assertThatThrownBy(() -> new Tiling(side, overlap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}
