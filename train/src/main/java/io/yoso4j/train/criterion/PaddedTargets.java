package io.yoso4j.train.criterion;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.List;

/** The objects of a batch, every image padded to the most objects of one, on their way up. */
final class PaddedTargets {
  private final List<ImageTargets> images;
  private final int most;
  private final int height;
  private final int width;
  private final Slot words;
  private final Slot origins;
  private final Slot heights;
  private final Slot widths;
  private final Slot labels;

  /** Adds masks and labels to the upload. */
  PaddedTargets(List<ImageTargets> images, Upload upload) {
    this.images = images;
    most = images.stream().mapToInt(ImageTargets::count).max().orElse(0);
    height = images.stream().mapToInt(ImageTargets::height).max().orElse(0);
    width = images.stream().mapToInt(ImageTargets::width).max().orElse(0);
    int padded = Math.multiplyExact(images.size(), most);
    long[] origin = new long[padded];
    long[] rows = new long[padded];
    long[] columns = new long[padded];
    long[] label = new long[padded];
    Slot first = null;
    long total = 0;
    for (int image = 0; image < images.size(); image++) {
      ImageTargets targets = images.get(image);
      for (int target = 0; target < targets.count(); target++) {
        BitMask mask = targets.masks().get(target);
        int count = Math.ceilDiv(mask.height() * mask.width(), Long.SIZE);
        Slot slot = upload.longs(mask.words(), count);
        first = first == null ? slot : first;
        int at = row(image, target);
        origin[at] = total * Long.SIZE;
        rows[at] = mask.height();
        columns[at] = mask.width();
        label[at] = targets.labels()[target];
        total += count;
      }
    }
    // Masks follow each other in the upload, so that one slot covers them all.
    words = first == null ? upload.longs(0) : new Slot(first.offset(), total, first.type());
    origins = upload.longs(origin);
    heights = upload.longs(rows);
    widths = upload.longs(columns);
    labels = upload.longs(label);
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
    return new BitPlanes(
        packet.get(words), packet.get(origins), packet.get(heights), packet.get(widths));
  }

  /** Labels, {@code [B, T]}, 0 for padding. */
  Tensor labels(Packet packet) {
    return packet.get(labels).view(images.size(), most);
  }
}
