package io.yoso4j.model;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.yoso.InputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What upstream configures for the data sets that it published weights for, told apart by their
 * number of classes. Source: upstream's {@code projects/YOSO/configs}, and for classes its {@code
 * projects/YOSO/yoso/data/datasets} and detectron2's {@code builtin_meta.py}.
 */
@SuppressWarnings("ImmutableEnumChecker") // both kinds of fields are never changed
enum KnownModel {
  COCO("COCO", List.of(80, 133), 0.05, new InputSize.ShortestSide(800, 1333), "coco"),
  CITYSCAPES(
      "Cityscapes", List.of(19, 8), 0.05, new InputSize.ShortestSide(512, 1024), "cityscapes"),
  ADE20K("ADE20K", List.of(150), 0.5, new InputSize.ShortestSide(640, 2560), "ade20k"),
  MAPILLARY(
      "Mapillary Vistas", List.of(65), 0.1, new InputSize.ShortestSide(2048, 2048), "mapillary"),
  OTHER("other data", List.of(), 0.1, new InputSize.ShortestSide(800, 1333), "");

  static final int SIZE_DIVISIBILITY = 32;

  /** ImageNet's, which upstream uses everywhere. */
  private static final InputSpec INPUT =
      new InputSpec(
          List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375), SIZE_DIVISIBILITY);

  private final String title;
  private final List<Integer> counts;
  private final double temperature;
  private final InputSize inputSize;
  private final String classList;

  KnownModel(
      String title,
      List<Integer> counts,
      double temperature,
      InputSize inputSize,
      String classList) {
    this.title = title;
    this.counts = counts;
    this.temperature = temperature;
    this.inputSize = inputSize;
    this.classList = classList;
  }

  static KnownModel ofClasses(int numClasses) {
    for (KnownModel known : values()) {
      if (known.counts.contains(numClasses)) {
        return known;
      }
    }
    return OTHER;
  }

  String title() {
    return title;
  }

  /** A card without gaps for a network of {@code numClasses}. */
  ModelCard card(int numClasses) {
    return new ModelCard(classes(numClasses), temperature, INPUT, inputSize);
  }

  boolean namesClasses() {
    return !classList.isEmpty();
  }

  /** All of the data set's classes, or its things where the network has as many as those. */
  private List<PanopticCategory> classes(int numClasses) {
    if (namesClasses()) {
      List<PanopticCategory> all = listed();
      return all.size() == numClasses ? all : all.stream().filter(PanopticCategory::thing).toList();
    }
    List<PanopticCategory> numbered = new ArrayList<>();
    for (int i = 0; i < numClasses; i++) {
      numbered.add(new PanopticCategory(i + 1, "class " + (i + 1), true));
    }
    return numbered;
  }

  private List<PanopticCategory> listed() {
    String resource = "classes-" + classList + ".txt";
    try (InputStream in = KnownModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .map(f -> new PanopticCategory(Long.parseLong(f[0]), f[2], f[1].equals("thing")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
