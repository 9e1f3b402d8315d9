package io.yoso4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which mask files belong to an image. They are looked for where the image lies and in the folder
 * {@code masks} that mirrors {@code images}:
 *
 * <pre>
 * masks/NAME/*.png, NAME/*.png      a folder for each image
 * NAME_mask1.png, NAME_mask_2.png   beside the image or in masks/
 * ID/images/NAME.png, ID/masks/*    a folder for each image and its masks
 * masks/NAME.png                    one file with the numbers of the objects
 * </pre>
 *
 * <p>Folders are listed once. Not thread-safe.
 */
final class MaskFiles {

  private static final Pattern MASK_NAME = Pattern.compile("(.+?)[_-]mask[_-]?\\d*");
  private static final int FOLDERS_TRIED = 20;
  private static final int IMAGES_TRIED = 50;

  private final Path images;
  private final Path masks;
  private final Map<Path, Set<String>> imageStems = new HashMap<>();
  private final Map<Path, Map<String, List<Path>>> numbered = new HashMap<>();

  /**
   * @param root the data set's folder
   * @param images the folder of images, in it
   */
  MaskFiles(Path root, Path images) {
    this.images = images;
    Path mirrored = MirrorFolder.of(images, root, "masks");
    this.masks = mirrored.equals(images) ? images.resolve("masks") : mirrored;
  }

  /** The images below the folder, without masks. */
  List<Path> images() {
    return Folder.files(images, this::isImage);
  }

  /** Some of the images, found without listing everything. */
  List<Path> someImages() {
    return Stream.concat(
            Stream.of(images),
            Folder.folders(images).stream()
                .limit(FOLDERS_TRIED)
                .flatMap(folder -> Stream.of(folder, folder.resolve("images"))))
        .flatMap(folder -> Folder.images(folder).stream())
        .filter(this::isImage)
        .limit(IMAGES_TRIED)
        .toList();
  }

  private boolean isImage(Path file) {
    if (!Folder.isImage(file)) {
      return false;
    }
    Path parent = parent(file);
    Matcher mask = MASK_NAME.matcher(Folder.stem(file));
    if (mask.matches() && stems(parent).contains(mask.group(1))) {
      return false;
    }
    return parent.equals(images)
        || !(file.startsWith(masks)
            || Folder.name(parent).equals("masks")
            || stems(parent(parent)).contains(Folder.name(parent)));
  }

  /** The masks of single objects, in the order of their names; empty when there are none. */
  List<Path> single(Path image) {
    String stem = Folder.stem(image);
    List<Path> found = new ArrayList<>();
    for (Path place : Stream.of(mirror(image), parent(image)).distinct().toList()) {
      found.addAll(pngs(place.resolve(stem)));
      found.addAll(numbered(place).getOrDefault(stem, List.of()));
    }
    Path parent = parent(image);
    boolean folderOfItsOwn =
        !parent.equals(images) && Folder.name(parent).equals("images") && stems(parent).size() == 1;
    if (found.isEmpty() && folderOfItsOwn) {
      found.addAll(pngs(parent.resolveSibling("masks")));
    }
    return found;
  }

  /** The file with the numbers of the image's objects; it may be missing. */
  Path ids(Path image) {
    return mirror(image).resolve(Folder.stem(image) + ".png");
  }

  private Path mirror(Path image) {
    return masks.resolve(images.relativize(parent(image)));
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private Set<String> stems(Path folder) {
    return imageStems.computeIfAbsent(
        folder,
        f -> {
          Set<String> stems = new HashSet<>();
          Folder.images(f).forEach(image -> stems.add(Folder.stem(image)));
          return stems;
        });
  }

  private Map<String, List<Path>> numbered(Path folder) {
    return numbered.computeIfAbsent(
        folder,
        f -> {
          Map<String, List<Path>> byImage = new HashMap<>();
          for (Path png : pngs(f)) {
            Matcher mask = MASK_NAME.matcher(Folder.stem(png));
            if (mask.matches()) {
              byImage.computeIfAbsent(mask.group(1), _ -> new ArrayList<>()).add(png);
            }
          }
          return byImage;
        });
  }

  private static List<Path> pngs(Path folder) {
    return Folder.entries(folder).stream()
        .filter(file -> Folder.ending(file).equals("png") && Files.isRegularFile(file))
        .toList();
  }
}
