package io.yoso4j.data.dataset;

import io.yoso4j.data.json.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes segments in COCO's panoptic format, image by image; the id images are written by the
 * caller, into the folder that has the file's name without {@code .json}. The file appears on
 * {@link #finish}; closed before, nothing is left.
 */
public final class PanopticResultsWriter implements AutoCloseable {
  private final JsonFile file;
  private final List<ImageRecord> images = new ArrayList<>();

  private PanopticResultsWriter(Path target) {
    file = JsonFile.open(target);
    file.write(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("annotations");
    });
  }

  /**
   * Starts a file.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static PanopticResultsWriter open(Path target) {
    return new PanopticResultsWriter(target);
  }

  /**
   * Appends the segments of an image.
   *
   * @param idImage name of its id image within the folder
   */
  public void add(ImageRecord image, String idImage, List<PanopticSegment> segments) {
    images.add(image);
    file.write(json -> {
      json.writeStartObject();
      json.writeNumberProperty("image_id", image.id());
      json.writeStringProperty("file_name", idImage);
      json.writeArrayPropertyStart("segments_info");
      for (PanopticSegment segment : segments) {
        json.writeStartObject();
        json.writeNumberProperty("id", segment.id());
        json.writeNumberProperty("category_id", segment.categoryId());
        json.writeNumberProperty("area", Math.round(segment.area()));
        json.writeNumberProperty("iscrowd", segment.crowd() ? 1 : 0);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /** Writes the classes and the images, and puts the file in place. */
  public void finish(List<PanopticCategory> categories) {
    file.write(json -> {
      json.writeEndArray();
      json.writeArrayPropertyStart("categories");
      for (PanopticCategory category : categories) {
        json.writeStartObject();
        json.writeNumberProperty("id", category.id());
        json.writeStringProperty("name", category.name());
        json.writeNumberProperty("isthing", category.thing() ? 1 : 0);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("images");
      images.forEach(image -> CocoWriter.write(json, image));
      json.writeEndArray();
      json.writeEndObject();
    });
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
