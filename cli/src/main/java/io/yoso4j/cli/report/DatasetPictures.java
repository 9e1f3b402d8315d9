package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ContactSheet.KeyEntry;
import io.yoso4j.cli.report.ContactSheet.Tile;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.split.SeededOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Some images of a data set with their objects drawn in. */
public final class DatasetPictures {

  /** Names on the objects of more crowded pictures would hide them. */
  private static final int MAX_LABELS = 12;

  private static final int MAX_COLUMNS = 6;

  private final List<DatasetSplit> parts;
  private final int side;

  private record Choice(DatasetSplit part, ImageRecord image, long order) {}

  private DatasetPictures(List<DatasetSplit> parts, int side) {
    this.parts = parts;
    this.side = side;
  }

  /**
   * A contact sheet. Which images are on it depends on the seed and their names alone. With several
   * classes, a colour stands for a class; with one, for an object.
   *
   * @param count how many images; fewer if there are fewer
   * @param side of the square for each image, in pixels
   * @throws DataException naming an image that cannot be read or has another size than its
   *     annotations say
   */
  public static RgbImage contactSheet(List<DatasetSplit> parts, int count, long seed, int side) {
    return new DatasetPictures(parts, side).sheet(count, seed);
  }

  private RgbImage sheet(int count, long seed) {
    List<Choice> all = new ArrayList<>();
    for (DatasetSplit part : parts) {
      for (ImageRecord image : part.data().images()) {
        all.add(
            new Choice(part, image, SeededOrder.of(part.name() + "/" + image.fileName(), seed)));
      }
    }
    List<Choice> chosen =
        all.stream()
            .sorted(
                Comparator.comparingLong(Choice::order).thenComparing(c -> c.image().fileName()))
            .limit(count)
            .toList();
    if (chosen.isEmpty()) {
      throw new DataException(parts.getFirst().data().source() + ": has no images");
    }
    SortedMap<Integer, String> classes = new TreeMap<>();
    List<Tile> tiles = chosen.stream().map(choice -> tile(choice, classes)).toList();
    List<KeyEntry> key = new ArrayList<>();
    if (colorIsClass()) {
      classes.forEach((category, name) -> key.add(new KeyEntry(Palette.color(category), name)));
    }
    int columns = Math.min(MAX_COLUMNS, (int) Math.ceil(Math.sqrt(tiles.size())));
    return new ContactSheet(side, columns).paint(tiles, key);
  }

  private boolean colorIsClass() {
    return parts.getFirst().data().categories().size() > 1;
  }

  private Tile tile(Choice choice, SortedMap<Integer, String> classes) {
    CocoDataset data = choice.part().data();
    ImageRecord image = choice.image();
    RgbImage pixels = ImageFiles.read(image.path());
    if (pixels.width() != image.width() || pixels.height() != image.height()) {
      throw new DataException(
          "%s: image %d is %dx%d pixels, but its annotation file says %dx%d"
              .formatted(
                  image.path(),
                  image.id(),
                  pixels.width(),
                  pixels.height(),
                  image.width(),
                  image.height()));
    }
    double factor = (double) side / Math.max(image.width(), image.height());
    int width = Math.max(1, (int) Math.round(image.width() * factor));
    int height = Math.max(1, (int) Math.round(image.height() * factor));
    List<Annotation> objects = data.annotations(image.id());
    List<OverlayInstance> drawn = new ArrayList<>();
    for (Annotation object : objects) {
      String name = data.categories().get(object.category()).name();
      classes.put(object.category(), name);
      String label = object.crowd() ? name + " (crowd)" : colorIsClass() ? name : "";
      drawn.add(
          new OverlayInstance(
              objects.size() <= MAX_LABELS ? label : "",
              colorIsClass() ? object.category() : drawn.size(),
              object.toRle(image.height(), image.width()).resize(height, width).toBitmap()));
    }
    RgbImage picture = OverlayPainter.paint(pixels.resizeBilinear(width, height), drawn);
    return new Tile(
        picture,
        "%s, %d %s: %s"
            .formatted(
                choice.part().name(),
                objects.size(),
                objects.size() == 1 ? "object" : "objects",
                image.fileName()));
  }
}
