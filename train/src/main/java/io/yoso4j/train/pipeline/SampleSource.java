package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.train.config.DataSettings;
import io.yoso4j.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endless sequence of training samples; sample i can be made on its own, by any thread.
 *
 * <p>With {@code data.on_bad_image: skip}, an unreadable image is replaced by the next readable one
 * of the data set, so that the sequence stays a function of position and files.
 */
public final class SampleSource {
  private static final long MEBIBYTE = 1 << 20;

  private final CocoDataset data;
  private final List<ImageRecord> images;
  private final SampleOrder order;
  private final SampleAugmenter augmenter;
  private final ImageCache cache;
  private final LoaderClock clock = new LoaderClock();
  private final boolean skipBad;

  private SampleSource(CocoDataset data, List<ImageRecord> images, TrainConfig config) {
    this.data = data;
    this.images = images;
    this.order = SampleOrder.of(config.seed(), images.size());
    this.augmenter = SampleAugmenter.create(config);
    this.cache =
        new ImageCache(
            config.data().cacheMb() * MEBIBYTE, Augmentations.of(config.augment()).resize());
    this.skipBad = config.data().onBadImage() == DataSettings.OnBadImage.SKIP;
  }

  /**
   * @throws DataException if the data set has no image to train on
   */
  public static SampleSource of(CocoDataset data, TrainConfig config) {
    List<ImageRecord> images =
        data.images().stream()
            .filter(image -> !config.data().filterEmpty() || hasObjects(data, image))
            .toList();
    if (images.isEmpty()) {
      throw new DataException(
          data.source()
              + ": nothing to train on: "
              + (data.images().isEmpty() ? "it has no images" : "no image has an object"));
    }
    return new SampleSource(data, images, config);
  }

  /** Images per epoch. */
  public int images() {
    return images.size();
  }

  /** The images that are trained on, in the order of the data set. */
  public List<ImageRecord> records() {
    return images;
  }

  /**
   * The sample that an image becomes in an epoch.
   *
   * @param imageId one of {@link #records()}
   * @param epoch from 0
   * @throws IllegalArgumentException if the image is not trained on
   * @throws DataException as {@link #at}
   */
  public Sample ofImage(long imageId, long epoch) {
    long start = Math.multiplyExact(epoch, (long) images.size());
    for (int i = 0; i < images.size(); i++) {
      if (images.get(order.imageIndexAt(start + i)).id() == imageId) {
        return at(start + i);
      }
    }
    throw new IllegalArgumentException(
        "%s: image %d is not trained on".formatted(data.source(), imageId));
  }

  /**
   * The sample at a position.
   *
   * @param position samples before it, over all epochs
   * @throws DataException naming file and id, if the image or an object of it cannot be used
   */
  public Sample at(long position) {
    return clock.sample(() -> make(position));
  }

  /** Where the time of {@link #at} went so far, over all threads. */
  public LoaderProfile profile() {
    return clock.profile();
  }

  private Sample make(long position) {
    List<String> warnings = new ArrayList<>();
    int first = order.imageIndexAt(position);
    for (int i = 0; i < images.size(); i++) {
      int index = (first + i) % images.size();
      try {
        Donors donors = random -> donor(index, random, warnings);
        Sample sample = augmenter.augment(load(index), donors, position);
        return warnings.isEmpty() ? sample : sample.withWarnings(warnings);
      } catch (DataException e) {
        skip(e, warnings);
      }
    }
    throw new DataException(
        "%s: none of its %d images can be read; the first: %s"
            .formatted(data.source(), images.size(), warnings.getFirst()));
  }

  /** Any image but the one that is pasted into, if there is another; null if none can be read. */
  private @Nullable LabelledImage donor(int index, CounterRandom random, List<String> warnings) {
    int others = Math.max(1, images.size() - 1);
    int first = index + 1 + random.below(Purpose.DONOR, 0, others);
    for (int i = 0; i < images.size(); i++) {
      int candidate = (first + i) % images.size();
      try {
        return load(candidate);
      } catch (DataException e) {
        skip(e, warnings);
      }
    }
    return null;
  }

  private LabelledImage load(int index) {
    ImageRecord image = images.get(index);
    try {
      return new LabelledImage(image, cache.get(image), data.annotations(image.id()));
    } catch (DataException e) {
      throw e.in("image " + image.id());
    }
  }

  private void skip(DataException problem, List<String> warnings) {
    if (!skipBad) {
      throw problem;
    }
    warnings.add(String.valueOf(problem.getMessage()));
  }

  private static boolean hasObjects(CocoDataset data, ImageRecord image) {
    return !data.annotations(image.id()).stream().allMatch(Annotation::crowd);
  }
}
