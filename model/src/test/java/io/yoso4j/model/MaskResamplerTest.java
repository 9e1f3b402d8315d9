package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.MaskResampler.ScoredMask;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks at image size against libtorch's two resizings. */
final class MaskResamplerTest {
  /** Logits this close to the threshold may fall on either side. */
  private static final double UNDECIDED = 1e-5;

  @ParameterizedTest
  @CsvSource({
    // mask, padded, valid, output: height and width of each
    "8, 8, 32, 32, 32, 32, 32, 32",
    "8, 16, 32, 64, 30, 61, 480, 640",
    "16, 8, 64, 32, 64, 31, 17, 9",
    "24, 24, 96, 96, 1, 96, 5, 300",
    "1, 1, 32, 32, 32, 32, 7, 3",
    "2, 2, 2, 2, 2, 2, 2, 2",
    "2, 1, 5, 3, 4, 3, 9, 1"
  })
  void equalsLibtorch(int h, int w, int ph, int pw, int vh, int vw, int oh, int ow) {
    for (long seed = 0; seed < 20; seed++) {
      float[] logits = logits(h * w, seed);
      try (TensorScope _ = TensorScope.open()) {
        Tensor padded = Functional.interpolateBilinear(Tensor.of(logits, 1, 1, h, w), ph, pw);
        Tensor valid = padded.narrow(2, 0, vh).narrow(3, 0, vw);
        float[] expected = Functional.interpolateBilinear(valid, oh, ow).toFloats();
        MaskResampler resampler =
            MaskResampler.of(
                new ImageSize(w, h),
                new ImageSize(pw, ph),
                new ImageSize(vw, vh),
                new ImageSize(ow, oh));
        for (float threshold : new float[] {0, -1.5f, 0.7f}) {
          compare(
              resampler.mask(MemorySegment.ofArray(logits), threshold),
              expected,
              threshold,
              oh,
              ow,
              "seed " + seed + ", threshold " + threshold);
        }
      }
    }
  }

  private static void compare(
      ScoredMask actual, float[] expected, float threshold, int height, int width, String label) {
    Rle mask = actual.mask();
    Bitmap bitmap = mask == null ? Bitmap.of(height, width) : mask.toBitmap();
    double sum = 0;
    int area = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i] - threshold) > UNDECIDED) {
        assertThat(bitmap.get(i / width, i % width))
            .as("%s: pixel %d, logit %s", label, i, expected[i])
            .isEqualTo(expected[i] > threshold);
      }
      if (expected[i] > threshold) {
        area++;
        sum += 1 / (1 + Math.exp(-expected[i]));
      }
    }
    if (area > 100) {
      assertThat(actual.meanProbability()).as(label).isCloseTo(sum / area, within(1e-4));
    }
  }

  /** Mostly negative, with positive islands, as masks are. */
  private static float[] logits(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] logits = new float[count];
    double level = random.nextDouble(-2, 1);
    for (int i = 0; i < count; i++) {
      logits[i] = (float) (level + random.nextGaussian());
    }
    return logits;
  }

  @Test
  void handWorked() {
    // Twice the size: weights 1/4 and 3/4, the borders repeated.
    MaskResampler resampler =
        MaskResampler.of(
            new ImageSize(2, 1), new ImageSize(4, 1), new ImageSize(4, 1), new ImageSize(4, 1));
    ScoredMask scored = resampler.mask(MemorySegment.ofArray(new float[] {-1, 2}), 0);
    // -1, -0.25, 1.25, 2
    Rle mask = Objects.requireNonNull(scored.mask());
    assertThat(mask.counts()).containsExactly(2, 2);
    double mean = (1 / (1 + Math.exp(-1.25)) + 1 / (1 + Math.exp(-2))) / (2 + 1e-6);
    assertThat(scored.meanProbability()).isCloseTo(mean, within(1e-6));
  }

  @Test
  void fullAndEmptyMasks() {
    MaskResampler resampler = MaskResampler.identity(new ImageSize(3, 2));
    ScoredMask full =
        resampler.mask(MemorySegment.ofArray(new float[] {40, 40, 40, 40, 40, 40}), 0);
    assertThat(full.mask()).isEqualTo(Rle.full(2, 3));
    assertThat(full.meanProbability()).isCloseTo(1, within(1e-6));
    ScoredMask empty = resampler.mask(MemorySegment.ofArray(new float[6]), 0);
    assertThat(empty.mask()).isNull();
    assertThat(empty.meanProbability()).isZero();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void wildLogitsStayWithinTheirNeighbourhood(float wild) {
    float[] logits = new float[64];
    Arrays.fill(logits, -1);
    logits[0] = 1;
    logits[63] = wild;
    ScoredMask scored =
        MaskResampler.identity(new ImageSize(8, 8)).mask(MemorySegment.ofArray(logits), 0);
    Rle mask = Objects.requireNonNull(scored.mask());
    assertThat(mask.get(0, 0)).isTrue();
    assertThat(mask.area()).isBetween(1L, 5L);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-7f, 0.001f, 0.5f, 1.234f, 7.77f, 17.99f, 18, 100, Float.MAX_VALUE})
  void sigmoid(float logit) {
    assertThat((double) Sigmoid.ofPositive(logit))
        .isCloseTo(1 / (1 + Math.exp(-(double) logit)), within(3e-7));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0f, -1e-7f, -0.5f, -7.77f, -18, -Float.MAX_VALUE})
  void sigmoidOfNegativeLogits(float logit) {
    assertThat((double) Sigmoid.of(logit))
        .isCloseTo(1 / (1 + Math.exp(-(double) logit)), within(3e-7));
  }

  @Test
  void masksLargerThanTheInputAreRefused() {
    ImageSize small = new ImageSize(4, 4);
    ImageSize large = new ImageSize(8, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskResampler.of(large, small, small, small))
        .withMessageContaining("mask 8, network input 4");
  }
}
