package io.yoso4j.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.model.zoo.PublishedWeights.Verification;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelZooTest {
  static java.util.List<PublishedWeights> all() {
    return ModelZoo.all();
  }

  /** torchvision's names carry the first eight digits of the file's SHA-256. */
  @ParameterizedTest
  @MethodSource("all")
  void digestsAgreeWithTorchvisionsNames(PublishedWeights weights) {
    assertThat(weights.url().getScheme()).isEqualTo("https");
    if (weights.publisher().equals("torchvision")) {
      assertThat(weights.fileName()).endsWith("-" + weights.sha256().substring(0, 8) + ".pth");
      assertThat(weights.maxBytes() - weights.minBytes()).isLessThan(1100);
    } else {
      assertThat(weights.verification()).isEqualTo(Verification.SIZE);
    }
  }

  /** Sizes in MiB as torchvision's {@code _file_size} gives them. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 44.661", "resnet34, 83.275", "resnet50, 97.781", "resnet50-v2, 97.79",
    "resnet101, 170.511", "resnet101-v2, 170.53", "mobilenet_v2, 13.555", "mobilenet_v2-v2, 13.598"
  })
  void sizesAgreeWithTorchvisions(String name, double mebibytes) {
    PublishedWeights weights = ModelZoo.get("torchvision:" + name);
    double middle = (weights.minBytes() + weights.maxBytes()) / 2.0 / (1 << 20);
    assertThat(Math.round(middle * 1000)).isEqualTo(Math.round(mebibytes * 1000));
  }

  @Test
  void namesAreUnique() {
    assertThat(ModelZoo.all()).extracting(PublishedWeights::name).doesNotHaveDuplicates();
    assertThat(ModelZoo.all())
        .extracting(weights -> weights.publisher() + "/" + weights.fileName())
        .as("two files of one name and publisher must not share a place in the cache")
        .doesNotHaveDuplicates();
  }

  @Test
  void upstreamsConfigurationsNameTheirBackboneInDetectron2sWay() {
    assertThat(ModelZoo.get("detectron2://ImageNetPretrained/torchvision/R-50.pkl").name())
        .isEqualTo("detectron2:R-50");
  }

  @Test
  void unknownNamesListThePublishersOthers() {
    assertThatThrownBy(() -> ModelZoo.get("yoso:r50"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "yoso:r50: no such weights; known are yoso:r50-coco, yoso:r50-cityscapes, yoso:r50-ade20k, yoso:r50-mapillary");
  }

  @ParameterizedTest
  @CsvSource({
    "torchvision:resnet50, true",
    "torchvision:typo, true",
    "detectron2://ImageNetPretrained/torchvision/R-50.pkl, true",
    "C:\\weights\\a.pth, false",
    "yoso/a.pth, false",
    "a.pth, false"
  })
  void pathsAreNoNames(String text, boolean name) {
    assertThat(ModelZoo.isName(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0123456G", "01 "})
  void digestsAreHexadecimal(String digest) {
    assertThatThrownBy(() -> ModelZoo.get("yoso:r50-coco").withSha256(digest))
        .hasMessageContaining("sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.org/", "https://example.org/a/.."})
  void fileNamesThatLeaveTheFolderAreRefused(String url) {
    assertThatThrownBy(() -> new PublishedWeights("a:b", URI.create(url), 1, 1, "", ""))
        .hasMessageContaining("file name");
  }
}
