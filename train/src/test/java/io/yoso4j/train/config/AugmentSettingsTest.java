package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmentSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image_size=100     | augment.image_size is 100, but must be in the range 32, 64, 96",
        "image_size=0       | augment.image_size is 0, but must be in the range 32 to 8192",
        "min_scale=0        | augment.min_scale is 0.0, but must be in the range above 0",
        "min_scale=3        | augment.min_scale is 3.0, but must not exceed augment.max_scale 2.0",
        "max_scale=17       | augment.max_scale is 17.0, but times augment.image_size 1024",
        "flip=1.1           | augment.flip is 1.1, but must be in the range 0.0 to 1.0",
        "vertical_flip=-0.1 | augment.vertical_flip is -0.1, but must be in the range 0.0 to 1.0",
        "rotate=2           | augment.rotate is 2.0, but must be in the range 0.0 to 1.0",
        "color=-1           | augment.color is -1.0, but must be in the range 0.0 to 1.0",
        "brightness=256     | augment.brightness is 256.0, but must be in the range 0.0 to 255.0",
        "contrast=1.5       | augment.contrast is 1.5, but must be in the range 0.0 to 1.0",
        "saturation=-0.5    | augment.saturation is -0.5, but must be in the range 0.0 to 1.0",
        "hue=181            | augment.hue is 181.0, but must be in the range 0.0 to 180.0",
        "shortest_edge=[0]  | augment.shortest_edge is 0.0, but must be in the range 1.0 to"
            + " 16384.0",
        "shortest_edge=a    | augment.shortest_edge must be a list of numbers",
        "longest_edge=0     | augment.longest_edge is 0, but must be in the range 1 to 16384",
        "crop_height=0      | augment.crop_height is 0, but must be in the range 1 to 8192",
        "crop_width=9000    | augment.crop_width is 9000, but must be in the range 1 to 8192",
        "crop_max_category_area=0 | augment.crop_max_category_area is 0.0, but must be in the"
            + " range",
        "crop_keep_object=1 | augment.crop_keep_object must be true or false",
        "copy_paste=1.5     | augment.copy_paste is 1.5, but must be in the range 0.0 to 1.0",
        "min_object_area=0 | augment.min_object_area is 0, but must be in the range 1 to",
        "copy_paste_objects=0 | augment.copy_paste_objects is 0, but must be in the range 1 to",
        "colour=0.5         | did you mean augment.color?",
      })
  void valuesOutOfRangeAreNamed(String set, String expected) {
    assertThatThrownBy(() -> ConfigLoader.load("r50", null, List.of("augment." + set)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set augment." + set)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({"null, null, 64, 64", "512, null, 512, 64", "33, 630, 64, 640", "1, 32, 32, 32"})
  void samplesHaveTheSizeOfTheCropInMultiplesOfTheStride(
      String height, String width, int sampleHeight, int sampleWidth) {
    AugmentSettings augment =
        ConfigLoader.load(
                "r50",
                null,
                List.of(
                    "augment.image_size=64",
                    "augment.crop_height=" + height,
                    "augment.crop_width=" + width))
            .augment();
    assertThat(augment.sampleHeight()).isEqualTo(sampleHeight);
    assertThat(augment.sampleWidth()).isEqualTo(sampleWidth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertical_flip=1", "rotate=0.25", "color=1", "hue=180", "brightness=0"})
  void valuesAtTheEndsOfTheirRangesAreTaken(String set) {
    TrainConfig config = ConfigLoader.load("r50", null, List.of("augment." + set));
    assertThat(config.augment()).isNotEqualTo(ConfigLoader.load("r50", null, List.of()).augment());
  }
}
