package io.yoso4j.data.dataset;

import io.yoso4j.data.json.JsonFile;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes data sets as COCO annotation files. */
public final class CocoWriter {

  private CocoWriter() {}

  /**
   * Writes an annotation file, whole or not at all. Polygons are written as polygons, masks as
   * compressed run lengths, categories with their own ids.
   *
   * @param info free entries of the {@code info} object, such as a description
   * @param categories in the order that {@link Annotation#category()} counts
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(
      Path file,
      Map<String, String> info,
      List<Category> categories,
      List<ImageRecord> images,
      Iterable<Annotation> annotations) {
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          json.writeObjectPropertyStart("info");
          info.forEach(json::writeStringProperty);
          json.writeEndObject();
          json.writeArrayPropertyStart("categories");
          categories.forEach(category -> write(json, category));
          json.writeEndArray();
          json.writeArrayPropertyStart("images");
          images.forEach(image -> write(json, image));
          json.writeEndArray();
          json.writeArrayPropertyStart("annotations");
          annotations.forEach(annotation -> write(json, annotation, categories));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Category category) {
    json.writeStartObject();
    json.writeNumberProperty("id", category.id());
    json.writeStringProperty("name", category.name());
    if (category.supercategory() != null) {
      json.writeStringProperty("supercategory", category.supercategory());
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, ImageRecord image) {
    json.writeStartObject();
    json.writeNumberProperty("id", image.id());
    json.writeStringProperty("file_name", image.fileName());
    json.writeNumberProperty("width", image.width());
    json.writeNumberProperty("height", image.height());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Annotation annotation, List<Category> categories) {
    json.writeStartObject();
    json.writeNumberProperty("id", annotation.id());
    json.writeNumberProperty("image_id", annotation.imageId());
    json.writeNumberProperty("category_id", categories.get(annotation.category()).id());
    json.writeName("bbox");
    write(json, annotation.bbox());
    json.writeNumberProperty("area", annotation.area());
    json.writeNumberProperty("iscrowd", annotation.crowd() ? 1 : 0);
    json.writeName("segmentation");
    switch (annotation.segmentation()) {
      case Segmentation.Polygon(var rings) -> {
        json.writeStartArray();
        for (double[] ring : rings) {
          json.writeArray(ring, 0, ring.length);
        }
        json.writeEndArray();
      }
      case Segmentation.RunLength(Rle rle) -> write(json, rle);
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Box box) {
    json.writeArray(new double[] {box.x(), box.y(), box.width(), box.height()}, 0, 4);
  }

  static void write(JsonGenerator json, Rle rle) {
    json.writeStartObject();
    json.writeName("size");
    json.writeArray(new int[] {rle.height(), rle.width()}, 0, 2);
    json.writeStringProperty("counts", rle.toCompressedString());
    json.writeEndObject();
  }
}
