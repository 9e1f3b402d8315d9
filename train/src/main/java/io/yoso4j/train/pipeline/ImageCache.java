package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decoded images within a bound of memory. Nothing is evicted: epochs come back to every image, so
 * the images that came first are as good to keep as any, and least-recently-used would keep none.
 */
final class ImageCache {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentMap<Long, RgbImage> images = new ConcurrentHashMap<>();

  ImageCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The decoded image, from memory or from its file. */
  RgbImage get(ImageRecord image) {
    RgbImage known = images.get(image.id());
    if (known != null) {
      return known;
    }
    RgbImage decoded = ImageFiles.read(image.path());
    long size = decoded.rgb().length;
    if (bytes.addAndGet(size) > maxBytes || images.putIfAbsent(image.id(), decoded) != null) {
      bytes.addAndGet(-size);
    }
    return decoded;
  }

  /** Bytes of the pixels kept. */
  long bytes() {
    return bytes.get();
  }
}
