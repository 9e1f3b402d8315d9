package io.yoso4j.train.criterion;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks of any sizes on their way up, one after the other as bits. */
final class PackedMasks {
  private final Slot words;
  private final Slot origins;
  private final Slot heights;
  private final Slot widths;

  /**
   * Adds the masks to the upload.
   *
   * @param masks null for one that is absent
   */
  PackedMasks(List<@Nullable BitMask> masks, Upload upload) {
    long[] origin = new long[masks.size()];
    long[] rows = new long[masks.size()];
    long[] columns = new long[masks.size()];
    Slot first = null;
    long total = 0;
    for (int i = 0; i < masks.size(); i++) {
      BitMask mask = masks.get(i);
      if (mask != null) {
        int count = Math.ceilDiv(mask.height() * mask.width(), Long.SIZE);
        Slot slot = upload.longs(mask.words(), count);
        first = first == null ? slot : first;
        origin[i] = total * Long.SIZE;
        rows[i] = mask.height();
        columns[i] = mask.width();
        total += count;
      }
    }
    // Masks follow each other in the upload, so that one slot covers them all.
    words = first == null ? upload.longs(0) : new Slot(first.offset(), total, first.type());
    origins = upload.longs(origin);
    heights = upload.longs(rows);
    widths = upload.longs(columns);
  }

  /** The masks in their order. */
  BitPlanes planes(Packet packet) {
    return new BitPlanes(
        packet.get(words), packet.get(origins), packet.get(heights), packet.get(widths));
  }
}
