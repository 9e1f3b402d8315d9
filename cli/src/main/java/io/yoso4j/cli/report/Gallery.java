package io.yoso4j.cli.report;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pairs of pictures, ground truth and prediction, for validation images. */
final class Gallery {

  /** Lowest score of a drawn detection. */
  static final double THRESHOLD = 0.5;

  private static final int EXAMPLES = 6;
  private static final int LONGEST_SIDE = 480;

  private final CocoDataset data;
  private final List<ImageVerdict> verdicts;

  Gallery(CocoDataset data, Map<Long, List<ScoredMask>> detections) {
    this.data = data;
    this.verdicts =
        data.images().stream()
            .map(image ->
                ImageVerdict.of(
                    image,
                    data.annotations(image.id()),
                    fitting(image, detections.getOrDefault(image.id(), List.of()))))
            .toList();
  }

  /**
   * Sections for the page: a fair sample, spread evenly over the data set, then the images with the
   * lowest quality.
   */
  List<Map<String, ?>> sections() {
    List<ImageVerdict> sample = new ArrayList<>();
    int count = Math.min(EXAMPLES, verdicts.size());
    for (int i = 0; i < count; i++) {
      sample.add(verdicts.get((int) ((long) i * verdicts.size() / count)));
    }
    List<ImageVerdict> worst =
        verdicts.stream()
            .filter(v -> v.quality() < 1)
            .sorted(
                Comparator.comparingDouble(ImageVerdict::quality)
                    .thenComparingLong(v -> v.image().id()))
            .limit(EXAMPLES)
            .toList();
    List<Map<String, ?>> sections = new ArrayList<>();
    add(
        sections,
        "Examples",
        "Held-out images at even distances through the data set, not chosen by result.",
        sample);
    add(
        sections,
        "Worst images",
        "Where the outlines fit least. Look here for wrong labels and for what more training images should show.",
        worst);
    return sections;
  }

  private void add(
      List<Map<String, ?>> sections,
      String heading,
      String explanation,
      List<ImageVerdict> chosen) {
    List<Map<String, ?>> examples = new ArrayList<>();
    for (ImageVerdict verdict : chosen) {
      try {
        examples.add(example(verdict));
      } catch (DataException _) {
        // A report is worth having without one of its pictures; training has named the unreadable
        // file already.
      }
    }
    if (!examples.isEmpty()) {
      String detail =
          sections.isEmpty()
              ? " Detections with a score of at least " + THRESHOLD + " are drawn."
              : "";
      sections.add(
          Map.of(
              "id",
              Contents.id(heading),
              "heading",
              heading,
              "explanation",
              explanation + detail,
              "examples",
              examples));
    }
  }

  private Map<String, ?> example(ImageVerdict verdict) {
    RgbImage image = ImageFiles.read(verdict.image().path());
    List<OverlayInstance> truth = new ArrayList<>();
    for (Annotation annotation : verdict.truth()) {
      String name = category(annotation.category()) + (annotation.crowd() ? " (crowd)" : "");
      truth.add(
          new OverlayInstance(
              name, truth.size(), annotation.toRle(image.height(), image.width()).toBitmap()));
    }
    List<OverlayInstance> shown = new ArrayList<>();
    int next = truth.size();
    for (int i = 0; i < verdict.shown().size(); i++) {
      ScoredMask mask = verdict.shown().get(i);
      int partner = verdict.partners().get(i);
      // A pair of object and detection has one colour, so that the eye can follow it from one
      // picture to the other.
      int color = partner >= 0 ? partner : next++;
      String label = String.format(Locale.ROOT, "%s %.2f", category(mask.category()), mask.score());
      shown.add(new OverlayInstance(label, color, mask.mask().toBitmap()));
    }
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("file", verdict.image().fileName());
    example.put("verdict", words(verdict));
    example.put("width", image.width());
    example.put("height", image.height());
    example.put("truth", picture(image, truth));
    example.put("prediction", picture(image, shown));
    return example;
  }

  private static String words(ImageVerdict verdict) {
    return String.format(
        Locale.ROOT,
        "%d of %d found, %d false; quality %.2f",
        verdict.found(),
        verdict.found() + verdict.missed(),
        verdict.wrong(),
        verdict.quality());
  }

  private String category(int index) {
    List<Category> categories = data.categories();
    return categories.get(index).name();
  }

  /** The image with objects drawn in, as a data URI; small ones enlarged, large ones shrunk. */
  static String picture(RgbImage image, List<OverlayInstance> instances) {
    ImageSize size = pictureSize(image.width(), image.height());
    RgbImage base = image;
    List<OverlayInstance> fitted = instances;
    if (size.width() < image.width() || size.height() < image.height()) {
      base = image.resizeBilinear(size.width(), size.height());
      fitted =
          instances.stream()
              .map(i ->
                  new OverlayInstance(
                      i.label(), i.color(), resized(i.mask(), size.height(), size.width())))
              .toList();
    }
    int scale = Math.max(1, LONGEST_SIDE / Math.max(size.width(), size.height()));
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try {
      ImageFiles.encodeJpeg(OverlayPainter.paint(base, fitted, scale), 0.85, jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture of the report", e);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray());
  }

  /** The size at which an image is drawn, before small ones are enlarged. */
  static ImageSize pictureSize(int width, int height) {
    double shrink = Math.min(1, (double) LONGEST_SIDE / Math.max(width, height));
    return new ImageSize(
        Math.max(1, (int) Math.round(width * shrink)),
        Math.max(1, (int) Math.round(height * shrink)));
  }

  private static Bitmap resized(Bitmap mask, int height, int width) {
    Bitmap small = Bitmap.of(height, width);
    for (int y = 0; y < height; y++) {
      int fromY = (int) ((y + 0.5) * mask.height() / height);
      for (int x = 0; x < width; x++) {
        small.set(y, x, mask.get(fromY, (int) ((x + 0.5) * mask.width() / width)));
      }
    }
    return small;
  }

  /** Masks of another size than their image cannot be drawn: such results belong to other data. */
  private static List<ScoredMask> fitting(ImageRecord image, List<ScoredMask> masks) {
    return masks.stream()
        .filter(m -> m.mask().height() == image.height() && m.mask().width() == image.width())
        .toList();
  }
}
