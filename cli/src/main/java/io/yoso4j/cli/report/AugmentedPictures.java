package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ContactSheet.KeyEntry;
import io.yoso4j.cli.report.ContactSheet.Tile;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.data.split.SeededOrder;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.pipeline.Sample;
import io.yoso4j.train.pipeline.SampleSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Images of a data set as a training sees them: in each row the samples that one image becomes in
 * the first epochs, with the masks that the training gets drawn in.
 */
public final class AugmentedPictures {

  /** Names on the objects of more crowded pictures would hide them. */
  private static final int MAX_LABELS = 12;

  private final CocoDataset data;
  private final SampleSource source;
  private final int side;
  private final boolean colorIsClass;
  private final SortedMap<Integer, String> classes = new TreeMap<>();

  private AugmentedPictures(CocoDataset data, SampleSource source, int side) {
    this.data = data;
    this.source = source;
    this.side = side;
    this.colorIsClass = data.categories().size() > 1;
  }

  /**
   * A contact sheet with a row for each image. Which images are on it depends on the seed and their
   * names alone. With several classes, a colour stands for a class; with one, for an object.
   *
   * @param data to train on
   * @param config augmentation, and the seed of the training
   * @param count how many images; fewer if there are fewer
   * @param draws how often each is drawn: the samples of the epochs 0 to {@code draws - 1}
   * @param seed which images
   * @param side of the square for each sample, in pixels
   * @throws io.yoso4j.data.DataException naming an image that cannot be used
   */
  public static RgbImage contactSheet(
      CocoDataset data, TrainConfig config, int count, int draws, long seed, int side) {
    return new AugmentedPictures(data, SampleSource.of(data, config), side)
        .sheet(count, draws, seed);
  }

  private RgbImage sheet(int count, int draws, long seed) {
    List<ImageRecord> chosen =
        source.records().stream()
            .sorted(
                Comparator.comparingLong(
                        (ImageRecord image) -> SeededOrder.of("train/" + image.fileName(), seed))
                    .thenComparing(ImageRecord::fileName))
            .limit(count)
            .toList();
    List<Tile> tiles = new ArrayList<>();
    for (ImageRecord image : chosen) {
      for (int epoch = 0; epoch < draws; epoch++) {
        tiles.add(tile(image, epoch));
      }
    }
    List<KeyEntry> key = new ArrayList<>();
    if (colorIsClass) {
      classes.forEach((category, name) -> key.add(new KeyEntry(Palette.color(category), name)));
    }
    return new ContactSheet(side, draws).paint(tiles, key);
  }

  private Tile tile(ImageRecord image, int epoch) {
    Sample sample = source.ofImage(image.id(), epoch);
    double factor = (double) side / Math.max(sample.height(), sample.width());
    int width = Math.max(1, (int) Math.round(sample.width() * factor));
    int height = Math.max(1, (int) Math.round(sample.height() * factor));
    int count = sample.masks().size();
    List<OverlayInstance> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int category = sample.labels()[i];
      String name = data.categories().get(category).name();
      classes.put(category, name);
      Bitmap mask = Rle.encode(sample.masks().get(i)).resize(height, width).toBitmap();
      drawn.add(
          new OverlayInstance(
              colorIsClass && count <= MAX_LABELS ? name : "", colorIsClass ? category : i, mask));
    }
    return new Tile(
        OverlayPainter.paint(pixels(sample).resizeBilinear(width, height), drawn),
        "%d %s%s: %s"
            .formatted(
                count,
                count == 1 ? "object" : "objects",
                sample.droppedObjects() == 0 ? "" : ", " + sample.droppedObjects() + " gone",
                image.fileName()));
  }

  /** Planes to pixels. */
  private static RgbImage pixels(Sample sample) {
    int plane = sample.height() * sample.width();
    byte[] planes = sample.pixels();
    byte[] rgb = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      rgb[3 * i] = planes[i];
      rgb[3 * i + 1] = planes[plane + i];
      rgb[3 * i + 2] = planes[2 * plane + i];
    }
    return RgbImage.of(sample.width(), sample.height(), rgb);
  }
}
