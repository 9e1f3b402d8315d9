package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackboneConfigTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 | 64 | 64 | 64 | BATCH | 0 | backbone depth (20) must be 18, 34, 50, 101 or 152",
        "18 | 16 | 64 | 64 | GROUP | 0 | stemChannels (16) must be a multiple of 32 for group normalisation",
        "18 | 64 | 48 | 64 | GROUP | 0 | res2Channels (48) must be a multiple of 32 for group normalisation",
        "50 | 64 | 64 | 4 | GROUP | 0 | widthPerGroup (4) must be a multiple of 32 for group normalisation",
        "18 | 64 | 63 | 64 | BATCH | 0 | res2Channels (63) must be even",
        "18 | 64 | 64 | 64 | BATCH | -1 | freezeAt (-1) must be 0 to 5"
      })
  void resNetsOutOfRangeAreNamed(
      int depth,
      int stem,
      int res2,
      int width,
      BackboneConfig.Norm norm,
      int freezeAt,
      String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResNetConfig(depth, stem, res2, width, norm, freezeAt))
        .withMessage(message);
  }

  /** A backbone that gives constant maps, right or wrong. */
  private record Constant(int res5Channels, int stages, int stride) implements BackboneConfig {
    @Override
    public int channels(int stage) {
      return stage == 3 ? res5Channels : 4;
    }

    @Override
    public Backbone create(ParameterScope scope) {
      Constant config = this;
      return new Backbone() {
        @Override
        public List<Tensor> forward(Tensor images, boolean training) {
          return List.of(4, 8, 16, stride).subList(0, stages).stream()
              .map(s -> Tensor.zeros(1, 4, images.size(2) / s, images.size(3) / s))
              .toList();
        }

        @Override
        public Backbone folded(Folding folding) {
          return this;
        }

        @Override
        public String toString() {
          return config.toString();
        }
      };
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 | 4 | 32 | gave res5 of shape [1, 4, 2, 1], not [1, 8, 2, 1]",
        "4 | 4 | 64 | gave res5 of shape [1, 4, 1, 0], not [1, 4, 2, 1]",
        "4 | 3 | 32 | gave 3 features, not 4"
      })
  void backbonesThatBreakTheirPromiseAreNamed(
      int channels, int stages, int stride, String message) {
    Constant constant = new Constant(channels, stages, stride);
    YosoConfig config = YosoConfig.tiny(2).withBackbone(constant);
    try (TensorScope _ = TensorScope.open();
        YosoNetwork network = YosoNetwork.create(config, 1)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> network.backboneFeatures(Tensor.zeros(1, 3, 64, 32), false))
          .withMessage("backbone " + constant + " " + message);
    }
  }

  @Test
  void oddChannelsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> YosoConfig.tiny(2).withBackbone(new Constant(7, 4, 32)))
        .withMessage("channels of res5 (7) must be even and positive");
  }
}
