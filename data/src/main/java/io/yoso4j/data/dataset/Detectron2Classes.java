package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JsonToken;

/**
 * The classes of detectron2's dictionaries, which hold numbers only. Their names are in {@code
 * metadata.json}; without it they are {@code class_0} and so on, for all numbers in the lists of
 * the folder, so that the parts of a data set agree.
 */
final class Detectron2Classes {

  private static final int MAX_CLASSES = 1 << 20;

  private Detectron2Classes() {}

  static List<Category> of(Path annotations) {
    Path metadata = annotations.resolveSibling("metadata.json");
    if (Files.isRegularFile(metadata)) {
      return Classes.of(JsonInput.read(metadata, Detectron2Classes::names), 0);
    }
    SortedSet<Long> ids = new TreeSet<>();
    for (JsonKind other : JsonKind.directlyIn(annotations.resolveSibling(""))) {
      if (other.content() == JsonKind.Content.DETECTRON2) {
        ids.addAll(JsonInput.read(other.file(), Detectron2Classes::ids));
      }
    }
    ids.addAll(JsonInput.read(annotations, Detectron2Classes::ids));
    if (ids.isEmpty()) {
      throw new DataException(annotations + ": no annotation has a category_id");
    }
    return ids.stream().map(id -> new Category(id, "class_" + id, null)).toList();
  }

  private static List<String> names(JsonInput in) {
    if (in.next() == JsonToken.START_OBJECT) {
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        if (field.equals("thing_classes") && in.current() == JsonToken.START_ARRAY) {
          return texts(in);
        }
        in.skip();
      }
    }
    throw in.error("has no list \"thing_classes\"");
  }

  private static List<String> texts(JsonInput in) {
    List<String> names = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      if (in.current() != JsonToken.VALUE_STRING || names.size() == MAX_CLASSES) {
        throw in.error("thing_classes must be a list of names, got " + in.found());
      }
      names.add(in.text());
    }
    return names;
  }

  private static SortedSet<Long> ids(JsonInput in) {
    SortedSet<Long> ids = new TreeSet<>();
    if (in.next() != JsonToken.START_ARRAY) {
      return ids;
    }
    while (in.next() != JsonToken.END_ARRAY) {
      if (in.current() != JsonToken.START_OBJECT) {
        in.skip();
        continue;
      }
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        if (field.equals("annotations") && in.current() == JsonToken.START_ARRAY) {
          annotations(in, ids);
        } else {
          in.skip();
        }
      }
    }
    return ids;
  }

  private static void annotations(JsonInput in, SortedSet<Long> ids) {
    while (in.next() != JsonToken.END_ARRAY) {
      if (in.current() != JsonToken.START_OBJECT) {
        in.skip();
        continue;
      }
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        Long id = field.equals("category_id") ? in.integer() : null;
        in.skip();
        if (id != null && ids.add(id) && ids.size() > MAX_CLASSES) {
          throw in.error("more than " + MAX_CLASSES + " classes");
        }
      }
    }
  }
}
