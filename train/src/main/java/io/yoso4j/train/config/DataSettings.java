package io.yoso4j.train.config;

import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code data}: where images and annotations are, and how they are loaded.
 *
 * @param format of both parts, or null to find it out
 * @param trainAnnotations annotation file or folder for training, or null when not chosen yet
 * @param trainImages folder of the training images, or null when not chosen yet
 * @param valAnnotations annotation file or folder for validation, or null for none
 * @param valImages folder of the validation images, or null for none
 * @param loaderThreads threads that decode and augment
 * @param prefetch batches prepared ahead of the training
 * @param cacheMb memory for decoded training images, MiB; 0 decodes every time
 * @param filterEmpty leave out training images without any object
 * @param onBadImage what to do with an image that cannot be read
 */
public record DataSettings(
    @Nullable DatasetFormat format,
    @Nullable Path trainAnnotations,
    @Nullable Path trainImages,
    @Nullable Path valAnnotations,
    @Nullable Path valImages,
    int loaderThreads,
    int prefetch,
    int cacheMb,
    boolean filterEmpty,
    OnBadImage onBadImage) {

  /** What to do with an image that cannot be read. */
  public enum OnBadImage {
    /** End the training with an error that names the file. */
    FAIL,
    /** Take the next image instead, count it and name it. */
    SKIP
  }

  /** Where the training data are, or null when that is not chosen yet. */
  public @Nullable SplitPaths train() {
    return trainAnnotations == null || trainImages == null
        ? null
        : SplitPaths.of("train", format, trainAnnotations, trainImages);
  }

  /** Where the validation data are, or null when there are none. */
  public @Nullable SplitPaths val() {
    return valAnnotations == null || valImages == null
        ? null
        : SplitPaths.of("val", format, valAnnotations, valImages);
  }

  /** Checks every value. */
  public DataSettings {
    Check.within("data.loader_threads", loaderThreads, 1, 256);
    Check.within("data.prefetch", prefetch, 1, 1024);
    Check.within("data.cache_mb", cacheMb, 0, 1 << 20);
    Check.present("data.on_bad_image", onBadImage);
  }
}
