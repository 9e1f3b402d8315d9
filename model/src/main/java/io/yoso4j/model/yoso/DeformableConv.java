package io.yoso4j.model.yoso;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Modulated deformable convolution, 3×3, stride 1, padding 1, from ordinary operators: each output
 * pixel sums nine bilinear samples, moved by an offset and scaled by a mask.
 *
 * <p>Every sample is a weighted sum of four pixels, so all samples together are one bag lookup over
 * the image's pixels as rows. Pixels outside count as zero. Indices are clamped after rounding to
 * integers, so that NaN offsets give NaN results and never an address outside the image.
 */
final class DeformableConv {
  private static final int TAPS = 9;

  private DeformableConv() {}

  /**
   * Applies the convolution.
   *
   * @param input {@code [B, C, H, W]}
   * @param offsets {@code [B, 18, H, W]}: (dy, dx) pairs per tap, in pixels
   * @param mask {@code [B, 9, H, W]}
   * @param weight {@code [O, C, 3, 3]}
   * @param bias {@code [O]}, or null
   * @return {@code [B, O, H, W]}, channels last in memory
   */
  static Tensor apply(
      Tensor input, Tensor offsets, Tensor mask, Tensor weight, @Nullable Tensor bias) {
    long batch = input.size(0);
    long channels = input.size(1);
    long height = input.size(2);
    long width = input.size(3);
    long outputs = weight.size(0);
    Tensor taps = offsets.view(batch, TAPS, 2, height, width);
    Tensor y = taps.select(2, 0).add(tapRows(height).to(input.device()));
    Tensor x = taps.select(2, 1).add(tapColumns(width).to(input.device()));
    Corner[] rows = corners(y, height);
    Corner[] sides = corners(x, width);
    Tensor image =
        Tensor.range(batch)
            .to(ElementType.INT64)
            .to(input.device())
            .mul(height * width)
            .view(batch, 1, 1, 1);
    Tensor[] indices = new Tensor[4];
    Tensor[] weights = new Tensor[4];
    for (int corner = 0; corner < 4; corner++) {
      Corner row = rows[corner / 2];
      Corner column = sides[corner % 2];
      indices[corner] = row.index().mul(width).add(column.index()).add(image);
      weights[corner] = row.weight().mul(column.weight());
    }
    // [B, 9, H, W, 4] to bags ordered as [B, H, W, 9].
    Tensor index = Functional.stack(List.of(indices), -1).permute(0, 2, 3, 1, 4);
    Tensor share =
        Functional.stack(List.of(weights), -1).mul(mask.unsqueeze(-1)).permute(0, 2, 3, 1, 4);
    Tensor pixels = input.permute(0, 2, 3, 1).reshape(batch * height * width, channels);
    Tensor samples = Functional.embeddingBag(pixels, index, share.to(input.type()));
    // A 1×1 convolution is the same product, and faster than libtorch's own on several cores.
    Tensor columns = samples.view(batch, height, width, TAPS * channels).permute(0, 3, 1, 2);
    Tensor kernel = weight.permute(0, 2, 3, 1).reshape(outputs, TAPS * channels, 1, 1);
    return Functional.conv2d(columns, kernel, bias, 1, 0, 1, 1);
  }

  /** Index (int64, inside the image) and bilinear weight (zero outside) of one neighbour. */
  private record Corner(Tensor index, Tensor weight) {}

  private static Corner[] corners(Tensor position, long size) {
    Tensor low;
    try (Autograd.NoGrad _ = Autograd.noGrad()) {
      low = position.detach().floor();
    }
    Tensor fraction = position.sub(low);
    Tensor rest = fraction.mul(-1).add(1);
    return new Corner[] {corner(low, rest, size), corner(low.add(1), fraction, size)};
  }

  private static Corner corner(Tensor position, Tensor weight, long size) {
    Tensor index = position.to(ElementType.INT64);
    Tensor inside = position.greaterThan(-1).to(ElementType.FLOAT32);
    Tensor below = position.mul(-1).greaterThan((double) -size).to(ElementType.FLOAT32);
    return new Corner(index.clampInPlace(0, size - 1), weight.mul(inside.mul(below)));
  }

  private static Tensor tapRows(long height) {
    Tensor rows = Tensor.range(height).view(1, 1, height, 1);
    float[] shifts = {-1, -1, -1, 0, 0, 0, 1, 1, 1};
    return rows.add(Tensor.of(shifts, 1, TAPS, 1, 1));
  }

  private static Tensor tapColumns(long width) {
    Tensor columns = Tensor.range(width).view(1, 1, 1, width);
    float[] shifts = {-1, 0, 1, -1, 0, 1, -1, 0, 1};
    return columns.add(Tensor.of(shifts, 1, TAPS, 1, 1));
  }
}
