package io.yoso4j.model.yoso;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The pixels' features {@code [B, C, H, W]} and their products with masks and kernels. On the CPU
 * each product is a 1×1 convolution per image, which takes all cores; libtorch's matrix product
 * takes one.
 */
final class PixelFeatures {
  private final Tensor features;

  /** {@code [C, H, W]} each; empty where one product takes the whole batch. */
  private final List<Tensor> images;

  private PixelFeatures(Tensor features, List<Tensor> images) {
    this.features = features;
    this.images = images;
  }

  /** Shares the memory of {@code features} if it lies channel by channel. */
  static PixelFeatures of(Tensor features) {
    Tensor planes = features.contiguous();
    boolean single = planes.device() == Device.CPU;
    return new PixelFeatures(planes, single ? Functional.unbind(planes) : List.of());
  }

  /** {@code [B, C, H, W]}, channel by channel in memory. */
  Tensor features() {
    return features;
  }

  /** Mask logits {@code [B, Q, H, W]} of kernels {@code [B, Q, C]}. */
  Tensor masks(Tensor kernels) {
    long queries = kernels.size(1);
    long channels = features.size(1);
    if (images.isEmpty()) {
      return Functional.bmm(kernels, rows())
          .view(features.size(0), queries, features.size(2), features.size(3));
    }
    List<Tensor> own = Functional.unbind(kernels);
    List<Tensor> masks = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Tensor weight = own.get(i).view(queries, channels, 1, 1);
      masks.add(product(images.get(i).unsqueeze(0), weight));
    }
    return Functional.cat(masks, 0);
  }

  /**
   * Sums of the features under each mask.
   *
   * @param masks {@code [B, Q, H·W]}, without a gradient
   * @return {@code [B, Q, C]}
   */
  Tensor gather(Tensor masks) {
    long queries = masks.size(1);
    long channels = features.size(1);
    long pixels = masks.size(2);
    if (images.isEmpty()) {
      return Functional.bmm(masks, rows().transpose(1, 2));
    }
    List<Tensor> own = Functional.unbind(masks);
    List<Tensor> sums = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      // A channel is a "pixel" and a pixel a "channel" here: both operands are read as they lie.
      Tensor image = images.get(i).view(1, channels, 1, pixels).permute(0, 3, 1, 2);
      Tensor sum = product(image, own.get(i).view(queries, pixels, 1, 1));
      sums.add(sum.view(1, queries, channels));
    }
    return Functional.cat(sums, 0);
  }

  private static Tensor product(Tensor image, Tensor weight) {
    return Functional.conv2d(image, weight, null, 1, 0, 1, 1).contiguous();
  }

  private Tensor rows() {
    return features.view(features.size(0), features.size(1), features.size(2) * features.size(3));
  }
}
