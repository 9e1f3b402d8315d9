package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.SharedFolder;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real data sets, read without a change. */
final class SharedDatasetsTest {

  @ParameterizedTest
  @CsvSource({
    "fruit_nuts, 3, 12, 105, 6, 60",
    "dsb2018_nuclei, 1, 430, 13025, 108, 3642",
    "facade512, 10, 479, 15199, 119, 4116"
  })
  void readsWhole(String name, int categories, int trainImages, int train, int valImages, int val) {
    Path folder = SharedFolder.require("data/" + name);
    DatasetSplits splits = DatasetLayout.find(folder).read(ReadOptions.STRICT);
    CocoDataset trainData = splits.train().data();
    CocoDataset valData = splits.val().orElseThrow().data();
    assertThat(trainData.categories()).hasSize(categories);
    assertThat(trainData.images()).hasSize(trainImages);
    assertThat(trainData.annotationCount()).isEqualTo(train);
    assertThat(valData.images()).hasSize(valImages);
    assertThat(valData.annotationCount()).isEqualTo(val);
    trainData.verifyImages();
    valData.verifyImages();
    for (ImageRecord image : valData.images()) {
      assertThat(ImageFiles.readSize(image.path()))
          .as("%s", image.path())
          .isEqualTo(new ImageSize(image.width(), image.height()));
    }
    ImageRecord first = valData.images().getFirst();
    RgbImage pixels = ImageFiles.read(first.path());
    assertThat(pixels.width()).isEqualTo(first.width());
  }

  @Test
  void masksHaveTheAreaThatTheFileStates() {
    Path folder = SharedFolder.require("data/fruit_nuts");
    CocoDataset data =
        DatasetLayout.find(folder).val().orElseThrow().read(ReadOptions.STRICT).data();
    for (ImageRecord image : data.images()) {
      for (Annotation annotation : data.annotations(image.id())) {
        Rle rle = annotation.toRle(image.height(), image.width());
        assertThat(Math.abs(rle.area() - annotation.area()))
            .as("annotation %d", annotation.id())
            .isLessThan(0.02 * annotation.area() + 5);
      }
    }
  }

  @Test
  void readsCocoWithCrowdsAndAnnotationsFirst() {
    Path folder = SharedFolder.require("data/coco_eval_fixtures");
    CocoDataset data = CocoDataset.read(folder.resolve("instances_val2014_100.json"), folder);
    assertThat(data.categories()).hasSize(80);
    assertThat(data.images()).hasSize(100);
    assertThat(data.annotationCount()).isEqualTo(839);
    assertThat(data.annotations().filter(Annotation::crowd)).hasSize(9);
    assertThat(data.missingImages()).hasSize(100);
  }
}
