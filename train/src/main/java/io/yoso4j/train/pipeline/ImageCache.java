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
 *
 * <p>Images much larger than any sample shows them are reduced first, so that a cache of photos
 * holds many and every draw reads few pixels. That depends on sizes alone, not on what is cached.
 */
final class ImageCache {
  /** Sides kept, as a multiple of the largest that the augmentation makes: more is not seen. */
  private static final double SPARE = 3;

  /** Images are reduced by at least this factor or not at all. */
  private static final double WORTHWHILE = 1.5;

  private final long maxBytes;
  private final Move.Resize resize;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentMap<Long, RgbImage> images = new ConcurrentHashMap<>();

  /**
   * @param maxBytes of all pixels kept
   * @param resize what is done with the images
   */
  ImageCache(long maxBytes, Move.Resize resize) {
    this.maxBytes = maxBytes;
    this.resize = resize;
  }

  /**
   * The decoded image, from memory or from its file.
   *
   * @throws io.yoso4j.data.DataException if it cannot be read or has another size than its record
   */
  RgbImage get(ImageRecord image) {
    RgbImage known = images.get(image.id());
    if (known != null) {
      return known;
    }
    RgbImage whole =
        LoaderClock.timed(LoaderClock.Part.DECODE, () -> ImageFiles.read(image.path()));
    LabelledImage.requireSize(image, whole);
    RgbImage decoded = reduced(whole);
    long size = decoded.rgb().length;
    if (bytes.addAndGet(size) > maxBytes || images.putIfAbsent(image.id(), decoded) != null) {
      bytes.addAndGet(-size);
    }
    return decoded;
  }

  private RgbImage reduced(RgbImage image) {
    double scale = SPARE * resize.largestScale(image.width(), image.height());
    return scale * WORTHWHILE > 1
        ? image
        : image.resizeBilinear(
            Math.max(1, (int) Math.round(image.width() * scale)),
            Math.max(1, (int) Math.round(image.height() * scale)));
  }

  /** Bytes of the pixels kept. */
  long bytes() {
    return bytes.get();
  }
}
