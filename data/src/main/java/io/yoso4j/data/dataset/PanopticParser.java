package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** The elements of the lists of a panoptic annotation file. */
final class PanopticParser {

  private final JsonInput in;
  private final ImagePaths paths;
  private final Set<Long> categoryIds = new HashSet<>();
  private final Set<Long> imageIds = new HashSet<>();

  PanopticParser(JsonInput in, ImagePaths paths) {
    this.in = in;
    this.paths = paths;
  }

  PanopticCategory category(int index) {
    String place = "categories[" + index + "]";
    in.requireObject(place);
    Long id = null;
    String name = null;
    Boolean thing = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "id" -> id = in.integer(place, field);
        case "name" -> name = in.text(place, field);
        case "isthing" -> thing = flag(place, field);
        default -> in.skip();
      }
    }
    if (id == null || name == null || thing == null) {
      throw missing(place, id == null ? "id" : name == null ? "name" : "isthing");
    }
    if (!categoryIds.add(id)) {
      throw in.error("category id " + id + " is there twice");
    }
    return new PanopticCategory(id, name, thing);
  }

  PanopticAnnotation annotation(int index) {
    String place = "annotations[" + index + "]";
    in.requireObject(place);
    Long imageId = null;
    Path idImage = null;
    List<PanopticSegment> segments = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "image_id" -> {
          imageId = in.integer(place, field);
          place = "annotation of image " + imageId;
        }
        case "file_name" -> idImage = inside(place, in.text(place, field));
        case "segments_info" -> segments = segments(place);
        default -> in.skip();
      }
    }
    if (imageId == null || idImage == null || segments == null) {
      throw missing(
          place, imageId == null ? "image_id" : idImage == null ? "file_name" : "segments_info");
    }
    if (!imageIds.add(imageId)) {
      throw in.error("image " + imageId + " has two annotations");
    }
    return new PanopticAnnotation(imageId, idImage, segments);
  }

  private List<PanopticSegment> segments(String place) {
    in.requireList(place + ": segments_info");
    List<PanopticSegment> segments = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    while (in.next() != JsonToken.END_ARRAY) {
      PanopticSegment segment = segment("%s: segments_info[%d]".formatted(place, segments.size()));
      if (!ids.add(segment.id())) {
        throw in.error("%s: segment id %d is there twice".formatted(place, segment.id()));
      }
      segments.add(segment);
    }
    return segments;
  }

  private PanopticSegment segment(String place) {
    in.requireObject(place);
    Long id = null;
    Long category = null;
    boolean crowd = false;
    double area = Double.NaN;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "id" -> id = in.integer(place, field);
        case "category_id" -> category = in.integer(place, field);
        case "iscrowd" -> crowd = flag(place, field);
        case "area" -> area = area(place);
        default -> in.skip();
      }
    }
    if (id == null || category == null) {
      throw missing(place, id == null ? "id" : "category_id");
    }
    return new PanopticSegment(id, category, crowd, area);
  }

  private double area(String place) {
    if (!in.isNumber() || !(in.number() >= 0 && Double.isFinite(in.number()))) {
      throw in.error(
          "%s: area must be a finite number and not negative, got %s".formatted(place, in.found()));
    }
    return in.number();
  }

  /** The id image, which must lie in its folder: annotation files come from anywhere. */
  private Path inside(String place, String name) {
    try {
      return paths.resolve(name);
    } catch (DataException e) {
      throw in.error(place + ": " + e.getMessage());
    }
  }

  private boolean flag(String place, String field) {
    if (in.current() == JsonToken.VALUE_TRUE || in.current() == JsonToken.VALUE_FALSE) {
      return in.current() == JsonToken.VALUE_TRUE;
    }
    Long value = in.integer();
    if (value == null || value < 0 || value > 1) {
      throw in.error("%s: %s must be 0 or 1, got %s".formatted(place, field, in.found()));
    }
    return value == 1;
  }

  private DataException missing(String place, String field) {
    return in.error(place + " has no " + field);
  }
}
