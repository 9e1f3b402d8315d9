package io.yoso4j.data.health;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageSize;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Numbers that describe a data set, from its annotations alone. Crowds are counted, but leave
 * sizes, shapes and places alone. Arrays are sorted in ascending order and belong to the caller.
 */
public final class DatasetStatistics {

  /** Cells of the map of places along each side. */
  public static final int GRID = 32;

  /** Images measured at a time: their maps of places are 4 KiB each. */
  private static final int BATCH = 1024;

  private final List<Part> parts;
  private final List<ClassRow> classes;
  private final double[] sides;
  private final double[] relativeSides;
  private final double[] aspects;
  private final double[] covered;
  private final double[][] places;
  private final SortedMap<ImageSize, Integer> imageSizes;

  /**
   * A part of the data set.
   *
   * @param objects crowds included
   * @param objectsPerImage of each image, crowds left out, ascending
   */
  public record Part(
      String name, int images, int objects, int crowds, List<Integer> objectsPerImage) {
    /** Copies the list. */
    public Part {
      objectsPerImage = List.copyOf(objectsPerImage);
    }
  }

  /**
   * A class and its objects.
   *
   * @param objects in each part, crowds included
   * @param images of all parts that show the class
   * @param medianSide square root of the mask's area, in pixels; 0 without objects
   */
  public record ClassRow(Category category, List<Integer> objects, int images, double medianSide) {
    /** Copies the list. */
    public ClassRow {
      objects = List.copyOf(objects);
    }

    /** In all parts. */
    public int total() {
      return objects.stream().mapToInt(Integer::intValue).sum();
    }
  }

  private DatasetStatistics(StatisticsCollector collected) {
    parts = collected.parts();
    classes = collected.classes();
    sides = collected.sides();
    relativeSides = collected.relativeSides();
    aspects = collected.aspects();
    covered = collected.covered();
    places = collected.places();
    imageSizes = Collections.unmodifiableSortedMap(collected.imageSizes());
  }

  /**
   * Describes all parts together; images in parallel, with the same result for any number of
   * threads.
   *
   * @param parts at least one, with the same categories
   * @throws io.yoso4j.data.DataException if an object cannot be drawn
   */
  public static DatasetStatistics of(List<DatasetSplit> parts) {
    StatisticsCollector collector =
        new StatisticsCollector(parts.getFirst().data().categories(), parts.size());
    for (DatasetSplit part : parts) {
      collector.begin(part.name());
      List<ImageRecord> images = part.data().images();
      for (int from = 0; from < images.size(); from += BATCH) {
        images.subList(from, Math.min(images.size(), from + BATCH)).parallelStream()
            .map(image -> ImageMeasures.of(image, part.data().annotations(image.id())))
            .forEachOrdered(collector::add);
      }
    }
    return new DatasetStatistics(collector);
  }

  /** The parts, in their order. */
  public List<Part> parts() {
    return parts;
  }

  /** The classes, by index. */
  public List<ClassRow> classes() {
    return classes;
  }

  /** Objects of each image of all parts, crowds left out. */
  public double[] objectsPerImage() {
    return parts.stream()
        .flatMap(part -> part.objectsPerImage().stream())
        .mapToDouble(Integer::doubleValue)
        .sorted()
        .toArray();
  }

  /** Square roots of the masks' areas, in pixels. */
  public double[] sides() {
    return sides.clone();
  }

  /** The same as a share of the image's longer side. */
  public double[] relativeSides() {
    return relativeSides.clone();
  }

  /** Width of the mask's box divided by its height. */
  public double[] aspects() {
    return aspects.clone();
  }

  /** For each image, the share of its pixels that belong to an object. */
  public double[] covered() {
    return covered.clone();
  }

  /** {@code [GRID, GRID]}: how often an object covers this place of its image, from 0 to 1. */
  public double[][] places() {
    return Arrays.stream(places).map(double[]::clone).toArray(double[][]::new);
  }

  /** How many images there are of each size, by width, then height. */
  public SortedMap<ImageSize, Integer> imageSizes() {
    return imageSizes;
  }
}
