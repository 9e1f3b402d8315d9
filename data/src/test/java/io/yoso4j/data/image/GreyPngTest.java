package io.yoso4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GreyPngTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 65535})
  void valuesComeBack(int highest) {
    int[] values = {0, highest, 1, highest / 2, 0, 7 % (highest + 1)};
    Path file = folder.resolve("a.png");
    GreyPng.write(file, 3, 2, values);
    IdImage image = IdImage.readOneChannel(file, ImageLimits.DEFAULT);
    assertThat(image.width()).isEqualTo(3);
    for (int i = 0; i < values.length; i++) {
      assertThat(image.id(i)).isEqualTo(values[i]);
    }
  }

  @Test
  void wrongValuesAreRefused() {
    Path file = folder.resolve("a.png");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GreyPng.write(file, 2, 1, new int[] {0, 65536}))
        .withMessageContaining("0 to 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GreyPng.write(file, 2, 1, new int[] {-1, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GreyPng.write(file, 2, 2, new int[3]))
        .withMessageContaining("3 values for 2×2 pixels");
    assertThat(file).doesNotExist();
  }
}
