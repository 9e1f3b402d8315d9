package io.yoso4j.data.health;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.health.DatasetStatistics.ClassRow;
import io.yoso4j.data.health.DatasetStatistics.Part;
import io.yoso4j.data.health.ImageMeasures.Measured;
import io.yoso4j.data.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Sums up the numbers of images, part by part. */
final class StatisticsCollector {

  private static final int GRID = DatasetStatistics.GRID;

  private final List<Category> categories;
  private final int[][] objectsPerPart;
  private final int[] imagesWith;
  private final List<DoubleStream.Builder> sidesOf = new ArrayList<>();
  private final List<OpenPart> open = new ArrayList<>();
  private final DoubleStream.Builder sides = DoubleStream.builder();
  private final DoubleStream.Builder relativeSides = DoubleStream.builder();
  private final DoubleStream.Builder aspects = DoubleStream.builder();
  private final DoubleStream.Builder covered = DoubleStream.builder();
  private final long[] cells = new long[GRID * GRID];
  private long drawn;
  private final SortedMap<ImageSize, Integer> imageSizes =
      new TreeMap<>(Comparator.comparingInt(ImageSize::width).thenComparingInt(ImageSize::height));

  StatisticsCollector(List<Category> categories, int partCount) {
    this.categories = categories;
    objectsPerPart = new int[categories.size()][partCount];
    imagesWith = new int[categories.size()];
    categories.forEach(_ -> sidesOf.add(DoubleStream.builder()));
  }

  /** What is added from now on belongs to a new part. */
  void begin(String name) {
    open.add(new OpenPart(name));
  }

  /** Adds an image to the last part. */
  void add(ImageMeasures image) {
    int part = open.size() - 1;
    BitSet shown = new BitSet();
    int crowds = 0;
    for (Measured object : image.objects()) {
      objectsPerPart[object.category()][part]++;
      shown.set(object.category());
      crowds += object.crowd() ? 1 : 0;
      if (object.hasSize()) {
        add(object);
      }
    }
    shown.stream().forEach(category -> imagesWith[category]++);
    image.addTo(cells);
    covered.add(image.covered());
    imageSizes.merge(image.size(), 1, Integer::sum);
    open.getLast().add(image.objects().size(), crowds);
  }

  private void add(Measured object) {
    drawn++;
    sides.add(object.side());
    relativeSides.add(object.relative());
    aspects.add(object.aspect());
    sidesOf.get(object.category()).add(object.side());
  }

  List<Part> parts() {
    return open.stream().map(OpenPart::close).toList();
  }

  List<ClassRow> classes() {
    List<ClassRow> rows = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      double median = Spread.of(sorted(sidesOf.get(i))).median();
      rows.add(
          new ClassRow(
              categories.get(i),
              Arrays.stream(objectsPerPart[i]).boxed().toList(),
              imagesWith[i],
              median));
    }
    return List.copyOf(rows);
  }

  double[] sides() {
    return sorted(sides);
  }

  double[] relativeSides() {
    return sorted(relativeSides);
  }

  double[] aspects() {
    return sorted(aspects);
  }

  double[] covered() {
    return sorted(covered);
  }

  double[][] places() {
    double[][] places = new double[GRID][GRID];
    for (int i = 0; i < cells.length; i++) {
      places[i / GRID][i % GRID] = drawn == 0 ? 0 : (double) cells[i] / drawn;
    }
    return places;
  }

  SortedMap<ImageSize, Integer> imageSizes() {
    return imageSizes;
  }

  private static double[] sorted(DoubleStream.Builder values) {
    return values.build().sorted().toArray();
  }

  private static final class OpenPart {
    private final String name;
    private final List<Integer> perImage = new ArrayList<>();
    private int objects;
    private int crowds;

    OpenPart(String name) {
      this.name = name;
    }

    void add(int objectsHere, int crowdsHere) {
      perImage.add(objectsHere - crowdsHere);
      objects += objectsHere;
      crowds += crowdsHere;
    }

    Part close() {
      return new Part(
          name,
          perImage.size(),
          objects,
          crowds,
          perImage.stream().sorted(Comparator.naturalOrder()).toList());
    }
  }
}
