package io.yoso4j.train.criterion;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of a batch, every image padded to the most objects of one, on their way up. */
final class PaddedTargets {
  private static final int BOX = 4;

  private final List<ImageTargets> images;
  private final int most;
  private final int height;
  private final int width;
  private final PackedMasks masks;
  private final @Nullable PackedMasks ignored;
  private final Slot labels;
  private final Slot boxes;
  private final Slot counts;
  private final Slot heights;
  private final Slot widths;

  /**
   * Adds the objects to the upload.
   *
   * @param ignoreRegions whether pixels are to be ignored
   */
  PaddedTargets(List<ImageTargets> images, boolean ignoreRegions, Upload upload) {
    this.images = images;
    most = images.stream().mapToInt(ImageTargets::count).max().orElse(0);
    height = images.stream().mapToInt(ImageTargets::height).max().orElse(0);
    width = images.stream().mapToInt(ImageTargets::width).max().orElse(0);
    int padded = Math.multiplyExact(images.size(), most);
    long[] label = new long[padded];
    float[] box = new float[BOX * padded];
    List<@Nullable BitMask> mask = new ArrayList<>();
    for (int image = 0; image < images.size(); image++) {
      ImageTargets targets = images.get(image);
      for (int target = 0; target < targets.count(); target++) {
        label[row(image, target)] = targets.labels()[target];
      }
      for (int target = 0; target < most; target++) {
        mask.add(target < targets.masks().size() ? targets.masks().get(target) : null);
      }
      float[] ofImage = targets.boxes();
      if (ofImage != null) {
        System.arraycopy(ofImage, 0, box, BOX * row(image, 0), ofImage.length);
      }
    }
    masks = new PackedMasks(mask, upload);
    labels = upload.longs(label);
    boxes = upload.floats(box);
    counts = upload.longs(images.stream().mapToLong(ImageTargets::count).toArray());
    heights = upload.longs(images.stream().mapToLong(ImageTargets::height).toArray());
    widths = upload.longs(images.stream().mapToLong(ImageTargets::width).toArray());
    List<@Nullable BitMask> regions = new ArrayList<>();
    images.forEach(image -> regions.add(image.ignore()));
    ignored = ignoreRegions ? new PackedMasks(regions, upload) : null;
  }

  /** Position of a target in tensors of {@code B * T} entries. */
  int row(int image, int target) {
    return image * most + target;
  }

  List<ImageTargets> images() {
    return images;
  }

  /** Objects of the batch, matched or not. */
  long count() {
    return images.stream().mapToLong(ImageTargets::count).sum();
  }

  /** T, the most objects of one image. */
  int most() {
    return most;
  }

  /** Rows of the largest image, to which the loss pads. */
  int height() {
    return height;
  }

  /** Columns of the widest image, likewise. */
  int width() {
    return width;
  }

  /** All masks, {@code [B * T]}. */
  BitPlanes masks(Packet packet) {
    return masks.planes(packet);
  }

  /** Labels, {@code [B, T]}, 0 for padding. */
  Tensor labels(Packet packet) {
    return packet.get(labels).view(images.size(), most);
  }

  /** Boxes, {@code [B, T, 4]}, zeros where there are none. */
  Tensor boxes(Packet packet) {
    return packet.get(boxes).view(images.size(), most, BOX);
  }

  /** Objects of every image, int64 {@code [B]}. */
  Tensor counts(Packet packet) {
    return packet.get(counts);
  }

  /** The frame of every image, {@code [B]}. */
  Frame frame(Packet packet, TargetFrame of) {
    return switch (of) {
      case OWN ->
          new Frame(
              packet.get(heights).to(ElementType.FLOAT32),
              packet.get(widths).to(ElementType.FLOAT32));
      case BATCH -> Frame.of(height, width, images.size(), packet.device());
    };
  }

  /** Pixels of every image to be ignored, {@code [B]}; null if the criterion ignores none. */
  @Nullable IgnoredPixels ignored(Packet packet) {
    return ignored == null
        ? null
        : new IgnoredPixels(ignored.planes(packet), packet.get(heights), packet.get(widths));
  }
}
