package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which data.yaml says where images are. */
final class YoloReaderTest {

  @TempDir private Path folder;

  @BeforeEach
  void threeImagesInTwoFolders() throws IOException {
    put("images/one/a", 0);
    put("images/one/b", 1);
    put("images/two/c", 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train: images/one | a.png b.png",
        "train: ./images/one/ | a.png b.png",
        "train: ../images/one | a.png b.png",
        "train: [images/one] | a.png b.png",
        "train: images | one/a.png one/b.png two/c.png",
        "train: [images/two, images/one] | images/two/c.png images/one/a.png images/one/b.png",
        "train: [images/two, list.txt] | images/two/c.png images/one/b.png",
        "train: list.txt | images/one/b.png images/two/c.png",
        "path: images, train: one | a.png b.png",
        "path: /somewhere/else, train: images/one | a.png b.png",
        "path: ., train: images/one, val:  | a.png b.png",
        "train: images/one, test: images/gone | a.png b.png",
        "train: images\\one | a.png b.png"
      })
  void placesOfImages(String yaml, String expected) throws IOException {
    text("data.yaml", "{%s, names: [bolt, nut]}".formatted(yaml));
    text("list.txt", "./images/one/b.png\n\nimages/two/c.png\nimages/one/b.png\n");
    CocoDataset data = DatasetLayout.find(folder).train().read(ReadOptions.STRICT).data();
    assertThat(data.images())
        .extracting(ImageRecord::fileName)
        .containsExactly(expected.split(" "));
    data.verifyImages();
    for (ImageRecord image : data.images()) {
      assertThat(data.annotations(image.id()))
          .singleElement()
          .extracting(Annotation::category)
          .isEqualTo(image.fileName().endsWith("a.png") ? 0 : 1);
    }
  }

  @Test
  void partsOfSeveralPlacesAreToldApart() throws IOException {
    put("images/three/d", 0);
    text(
        "data.yaml",
        "train: [images/one, images/two]\nval: [images/three, images/two]\nnames: {0: bolt, 1: nut}\n");
    DatasetLayout layout = DatasetLayout.find(folder);
    assertThat(names(layout.train())).containsExactly("a.png", "b.png", "c.png");
    SplitPaths val = layout.val().orElseThrow();
    assertThat(names(val)).containsExactly("d.png", "c.png");
    assertThat(names(SplitPaths.of("val", val.annotations(), val.images())))
        .containsExactly("d.png", "c.png");
  }

  @Test
  void aPartThatIsMissingIsNamed() throws IOException {
    text("data.yaml", "train: images/one\nval: images/gone\nnames: [bolt, nut]\n");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessage(
            folder.resolve("data.yaml")
                + ": val: \"images/gone\" is no folder or list of images inside "
                + folder);
  }

  @Test
  void imagesOutsideAFolderOfThatNameHaveTheirLabelsBesideThem() throws IOException {
    ImageFiles.writePng(RgbImage.filled(8, 8, 0), folder.resolve("flat/e.png"));
    text("flat/e.txt", "1 0 0 1 0 1 1\n");
    text("data.yaml", "train: flat\nnames: [bolt, nut]\n");
    assertThat(DatasetLayout.find(folder).train().read(ReadOptions.STRICT).data().annotationCount())
        .isOne();
  }

  @Test
  void imagesWithoutLabelsHaveNoObjects() throws IOException {
    Files.delete(folder.resolve("labels/one/a.txt"));
    text("labels/one/b.txt", "\n  \n");
    text("data.yaml", "train: images/one\nnames: [bolt, nut]\n");
    CocoDataset data = DatasetLayout.find(folder).train().read(ReadOptions.STRICT).data();
    assertThat(data.images()).hasSize(2);
    assertThat(data.annotationCount()).isZero();
  }

  private static List<String> names(SplitPaths split) {
    return split.read(ReadOptions.STRICT).data().images().stream()
        .map(image -> Folder.name(image.path()))
        .toList();
  }

  private void put(String image, int category) throws IOException {
    ImageFiles.writePng(RgbImage.filled(8, 8, 0), folder.resolve(image + ".png"));
    text(image.replace("images/", "labels/") + ".txt", category + " 0 0 1 0 1 1\n");
  }

  private void text(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
