package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Box;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PooledDatasetTest {

  private static final List<Category> CATEGORIES = List.of(new Category(1, "x", null));

  private static DatasetSplit part(String name, String file, long image, long... annotations) {
    List<Annotation> objects =
        Arrays.stream(annotations)
            .mapToObj(id ->
                new Annotation(
                    id,
                    image,
                    0,
                    new Box(1, 1, 4, 4),
                    16,
                    false,
                    new Segmentation.Polygon(List.of(new double[] {1, 1, 5, 1, 5, 5, 1, 5}))))
            .toList();
    Path folder = Path.of(name);
    return new DatasetSplit(
        name,
        CocoDataset.of(
            folder.resolve("a.json"),
            folder,
            CATEGORIES,
            List.of(new ImageRecord(image, file, 20, 10, folder.resolve(file))),
            objects));
  }

  @Test
  void uniqueNamesAndIdsStay() {
    PooledDataset pool =
        PooledDataset.of(List.of(part("train", "b.png", 7, 70, 71), part("val", "a.png", 5, 50)));
    assertThat(pool.items())
        .extracting(item -> item.image().fileName())
        .containsExactly("a.png", "b.png");
    assertThat(pool.items()).extracting(item -> item.image().id()).containsExactly(5L, 7L);
    assertThat(pool.items().get(1).annotations())
        .extracting(Annotation::id)
        .containsExactly(70L, 71L);
    assertThat(pool.items().get(0).image().path()).isEqualTo(Path.of("val/a.png"));
  }

  @Test
  void namesAndIdsOfSeveralPartsAreToldApart() {
    PooledDataset pool =
        PooledDataset.of(List.of(part("train", "a.png", 1, 1, 2), part("val", "a.png", 1, 1)));
    assertThat(pool.items())
        .extracting(item -> item.image().fileName())
        .containsExactly("train/a.png", "val/a.png");
    assertThat(pool.items()).extracting(item -> item.image().id()).containsExactly(1L, 2L);
    assertThat(pool.items()).extracting(PooledDataset.Item::sourceId).containsExactly(1L, 1L);
    assertThat(pool.items().stream().flatMap(item -> item.annotations().stream()))
        .extracting(a -> a.id() + " of " + a.imageId())
        .containsExactly("1 of 1", "2 of 1", "3 of 2");
    CocoFolder.Part part = pool.part("val", Map.of(), pool.items().subList(1, 2));
    assertThat(part.images()).hasSize(1);
    assertThat(part.annotations()).extracting(Annotation::id).containsExactly(3L);
  }

  @Test
  void noNewNameIsThatOfAnotherImage() {
    PooledDataset pool =
        PooledDataset.of(
            List.of(
                part("train", "a.png", 1),
                part("val", "a.png", 2),
                part("test", "train/a.png", 3)));
    assertThat(pool.items())
        .extracting(item -> item.image().fileName())
        .containsExactly("test/train/a.png", "train/a.png", "val/a.png");
  }

  @Test
  void categoriesMustAgree() {
    DatasetSplit other =
        new DatasetSplit(
            "val",
            CocoDataset.of(
                Path.of("val.json"),
                Path.of("val"),
                List.of(new Category(1, "other", null)),
                List.of(),
                List.of()));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PooledDataset.of(List.of(part("train", "a.png", 1), other)))
        .withMessageContaining("val.json: its categories [1 other] differ");
  }
}
