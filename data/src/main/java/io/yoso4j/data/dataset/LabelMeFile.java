package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A LabelMe file as written.
 *
 * @param imagePath the image, relative to the file; null when it is missing
 * @param width of the image, null when it is missing
 * @param height of the image, null when it is missing
 * @param shapes in their order
 */
record LabelMeFile(
    @Nullable String imagePath,
    @Nullable Long width,
    @Nullable Long height,
    List<LabelMeShape> shapes) {

  private static final int MAX_SHAPES = 1 << 18;

  static LabelMeFile read(Path file) {
    return JsonInput.read(file, LabelMeFile::root);
  }

  private static LabelMeFile root(JsonInput in) {
    if (in.next() != JsonToken.START_OBJECT) {
      throw in.error("not a LabelMe file: expected an object with shapes, got " + in.found());
    }
    String imagePath = null;
    Long width = null;
    Long height = null;
    List<LabelMeShape> shapes = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "imagePath" -> imagePath = in.current() == JsonToken.VALUE_STRING ? in.text() : null;
        case "imageWidth" -> width = in.integer();
        case "imageHeight" -> height = in.integer();
        case "shapes" -> {
          shapes = shapes(in);
          continue;
        }
        default -> {}
      }
      in.skip();
    }
    if (shapes == null) {
      throw in.error("not a LabelMe file: it has no list \"shapes\"");
    }
    if (!in.atEnd()) {
      throw in.error("more content after the end of the object");
    }
    return new LabelMeFile(imagePath, width, height, shapes);
  }

  private static List<LabelMeShape> shapes(JsonInput in) {
    in.requireList("shapes");
    LabelMeParser parser = new LabelMeParser(in);
    List<LabelMeShape> shapes = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      if (shapes.size() == MAX_SHAPES) {
        throw in.error("more than " + MAX_SHAPES + " shapes");
      }
      shapes.add(parser.shape());
    }
    return shapes;
  }
}
