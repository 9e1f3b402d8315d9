package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads detectron2's list image by image. */
final class Detectron2Parser {

  private static final int MAX_OBJECTS = 1 << 20;

  /** In an image: two million points. */
  private static final int MAX_NUMBERS = 1 << 22;

  private final JsonInput in;
  private final Path file;
  private final ReadOptions options;
  private final AnnotationParser annotations;
  private @Nullable String problem;

  Detectron2Parser(JsonInput in, Path file, ReadOptions options) {
    this.in = in;
    this.file = file;
    this.options = options;
    this.annotations = new AnnotationParser(in);
  }

  void images(Consumer<Detectron2Entry> take) {
    if (in.next() != JsonToken.START_ARRAY) {
      throw in.error(
          "not a list of detectron2's data set dictionaries: expected a list, got " + in.found());
    }
    for (int index = 0; in.next() != JsonToken.END_ARRAY; index++) {
      take.accept(image(index));
    }
    if (!in.atEnd()) {
      throw in.error("more content after the end of the list");
    }
  }

  private Detectron2Entry image(int index) {
    problem = null;
    Long id = null;
    String name = null;
    Long width = null;
    Long height = null;
    List<RawAnnotation> objects = new ArrayList<>();
    if (in.current() != JsonToken.START_OBJECT) {
      note("must be an object, got " + in.found());
      in.skip();
    } else {
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        switch (field) {
          case "image_id" -> {
            id = in.integer();
            in.skip();
          }
          case "file_name" -> {
            name = in.current() == JsonToken.VALUE_STRING ? in.text() : null;
            in.skip();
          }
          case "width" -> width = integer(field);
          case "height" -> height = integer(field);
          case "annotations" -> objects(objects);
          default -> in.skip();
        }
      }
    }
    String place = "%s: [%d]".formatted(file, index);
    if (name == null || width == null || height == null) {
      note("has no " + (name == null ? "file_name" : width == null ? "width" : "height"));
      return new Detectron2Entry(place, index + 1, "", 1, 1, List.of(), problem);
    }
    try {
      AnnouncedSize.require(width, height, options.limits());
    } catch (DataException e) {
      note(String.valueOf(e.getMessage()));
    }
    return new Detectron2Entry(
        place + " (" + name + ")",
        id == null ? index + 1L : id,
        name,
        width.intValue(),
        height.intValue(),
        objects,
        problem);
  }

  private void objects(List<RawAnnotation> objects) {
    objects.clear();
    if (in.current() != JsonToken.START_ARRAY) {
      note("annotations must be a list, got " + in.found());
      in.skip();
      return;
    }
    long numbers = 0;
    while (in.next() != JsonToken.END_ARRAY) {
      if (objects.size() == MAX_OBJECTS) {
        throw in.error("an image has more than " + MAX_OBJECTS + " annotations");
      }
      RawAnnotation raw = annotations.parse(objects.size());
      numbers += raw.size();
      if (numbers > MAX_NUMBERS) {
        throw in.error("the annotations of an image have more than " + MAX_NUMBERS + " numbers");
      }
      objects.add(raw);
    }
  }

  private @Nullable Long integer(String field) {
    Long value = in.integer();
    if (value == null) {
      note(field + " must be a whole number, got " + in.found());
      in.skip();
    }
    return value;
  }

  private void note(String what) {
    if (problem == null) {
      problem = what;
    }
  }
}
