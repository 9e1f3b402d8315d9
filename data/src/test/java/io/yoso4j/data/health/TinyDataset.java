package io.yoso4j.data.health;

import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A data set without any problem, for tests to damage: two images to train on and one to validate
 * on, 40 by 30 pixels, two objects of two classes in each.
 */
public final class TinyDataset {

  /** What it is without problems for: 2 queries and 64 pixels. */
  public static final HealthOptions OPTIONS = new HealthOptions(2, 64, true, 5);

  private static final String CATEGORIES =
      "[{\"id\": 1, \"name\": \"x\"}, {\"id\": 2, \"name\": \"y\"}]";

  private final Path folder;

  private TinyDataset(Path folder) {
    this.folder = folder;
  }

  /** Writes it into a folder. */
  public static TinyDataset write(Path folder) throws IOException {
    TinyDataset data = new TinyDataset(folder);
    Files.createDirectories(folder.resolve("annotations"));
    for (String[] image : new String[][] {{"train", "a"}, {"train", "b"}, {"val", "v"}}) {
      ImageFiles.writePng(picture(image[1].hashCode()), data.image(image[0], image[1] + ".png"));
    }
    Files.writeString(
        data.annotations("train"),
        "{\"images\": [%s, %s], \"categories\": %s, \"annotations\": [%s, %s, %s, %s]}"
            .formatted(
                entry(1, "a.png"),
                entry(2, "b.png"),
                CATEGORIES,
                square(1, 1, 1, 4, 4, 16),
                square(2, 1, 2, 22, 8, 12),
                square(3, 2, 1, 5, 3, 14),
                square(4, 2, 2, 20, 10, 10)));
    Files.writeString(
        data.annotations("val"),
        "{\"images\": [%s], \"categories\": %s, \"annotations\": [%s, %s]}"
            .formatted(
                entry(1, "v.png"),
                CATEGORIES,
                square(1, 1, 1, 4, 4, 16),
                square(2, 1, 2, 22, 8, 12)));
    return data;
  }

  /** An image entry. */
  public static String entry(long id, String fileName) {
    return "{\"id\": %d, \"file_name\": \"%s\", \"width\": 40, \"height\": 30}"
        .formatted(id, fileName);
  }

  /** An annotation with a square outline. */
  public static String square(long id, long image, long category, int x, int y, int side) {
    return "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": 0, \"bbox\": [%d, %d, %d, %d], \"area\": %d, \"segmentation\": [[%d, %d, %d, %d, %d, %d, %d, %d]]}"
        .formatted(
            id,
            image,
            category,
            x,
            y,
            side,
            side,
            side * side,
            x,
            y,
            x + side,
            y,
            x + side,
            y + side,
            x,
            y + side);
  }

  /** Coloured blocks: no two of them look alike. */
  public static RgbImage picture(long seed) {
    Random random = new Random(seed);
    int[] colors = random.ints(5 * 4, 0, 1 << 24).toArray();
    byte[] rgb = new byte[40 * 30 * 3];
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        int color = colors[y / 8 * 5 + x / 8];
        int at = (y * 40 + x) * 3;
        rgb[at] = (byte) (color >> 16);
        rgb[at + 1] = (byte) (color >> 8);
        rgb[at + 2] = (byte) color;
      }
    }
    return RgbImage.of(40, 30, rgb);
  }

  /** A JPEG file with an EXIF orientation. */
  public static byte[] jpeg(RgbImage image, int orientation) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageFiles.encodeJpeg(image, 0.95, plain);
    byte[] data = plain.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(data, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
    out.write(
        "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0".getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {(byte) orientation, 0, 0, 0, 0, 0, 0});
    out.write(data, 2, data.length - 2);
    return out.toByteArray();
  }

  /** Its folder. */
  public Path folder() {
    return folder;
  }

  /** The annotation file of a part. */
  public Path annotations(String part) {
    return folder.resolve("annotations/instances_" + part + ".json");
  }

  /** An image file of a part. */
  public Path image(String part, String fileName) {
    return folder.resolve(part).resolve(fileName);
  }

  /** Changes a part's annotation file; {@code was} must be there. */
  public void replace(String part, String was, String now) throws IOException {
    String text = Files.readString(annotations(part));
    if (!text.contains(was)) {
      throw new IllegalArgumentException("not there: " + was);
    }
    int at = text.indexOf(was);
    Files.writeString(
        annotations(part), text.substring(0, at) + now + text.substring(at + was.length()));
  }

  /** Adds an element at the start of a list of a part's annotation file. */
  public void add(String part, String list, String element) throws IOException {
    replace(part, "\"" + list + "\": [", "\"" + list + "\": [" + element + ", ");
  }

  /** Both parts. */
  public List<SplitPaths> parts() {
    DatasetLayout layout =
        DatasetLayout.of(annotations("train"), folder.resolve("train"))
            .withVal(annotations("val"), folder.resolve("val"));
    return List.of(layout.train(), layout.val().orElseThrow());
  }
}
