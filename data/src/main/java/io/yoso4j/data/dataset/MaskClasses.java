package io.yoso4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The classes of objects that are given as masks: those of {@code classes.json}, or the only class
 * "object".
 *
 * @param names in the order of the classes
 * @param objects class by image, and by number or file name of the object
 */
record MaskClasses(List<String> names, Map<String, Map<String, String>> objects) {

  static final String FILE = "classes.json";

  static MaskClasses of(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file)
        ? JsonInput.read(file, MaskClasses::root)
        : new MaskClasses(List.of("object"), Map.of());
  }

  private static MaskClasses root(JsonInput in) {
    if (in.next() != JsonToken.START_OBJECT) {
      throw in.error("expected an object with names and objects, got " + in.found());
    }
    List<String> names = new ArrayList<>();
    Map<String, Map<String, String>> objects = new HashMap<>();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "names" -> {
          require(in, JsonToken.START_ARRAY, "names must be a list");
          while (in.next() != JsonToken.END_ARRAY) {
            require(in, JsonToken.VALUE_STRING, "names must be texts");
            names.add(in.text());
          }
        }
        case "objects" -> {
          require(in, JsonToken.START_OBJECT, "objects must be an object, by image");
          for (String image = in.nextField(); image != null; image = in.nextField()) {
            objects.put(image, classes(in, image));
          }
        }
        default -> in.skip();
      }
    }
    if (names.isEmpty()) {
      TreeSet<String> used = new TreeSet<>();
      objects.values().forEach(classes -> used.addAll(classes.values()));
      names.addAll(used);
    }
    if (names.isEmpty()) {
      throw in.error("has neither names nor objects");
    }
    return new MaskClasses(names, objects);
  }

  private static Map<String, String> classes(JsonInput in, String image) {
    require(in, JsonToken.START_OBJECT, "classes of image " + image + " must be an object");
    Map<String, String> classes = new HashMap<>();
    for (String object = in.nextField(); object != null; object = in.nextField()) {
      require(in, JsonToken.VALUE_STRING, "class of object " + object + " must be a text");
      classes.put(object, in.text());
    }
    return classes;
  }

  private static void require(JsonInput in, JsonToken token, String what) {
    if (in.current() != token) {
      throw in.error(what + ", got " + in.found());
    }
  }

  /** Categories with ids from 1 on. */
  List<Category> categories() {
    return Classes.of(names, 1);
  }

  /**
   * Gives an object its category, or notes why it has none.
   *
   * @param image name of the image, with its ending
   * @param object number or name of the object
   */
  void assign(RawAnnotation raw, String image, String object) {
    String name = name(image, object);
    if (name == null) {
      raw.problem("%s names no class for \"%s\" of \"%s\"".formatted(FILE, object, image));
      return;
    }
    int index = names.indexOf(name);
    if (index < 0) {
      raw.problem("its class \"%s\" is not among the names of %s".formatted(name, FILE));
      return;
    }
    raw.categoryId = index + 1L;
  }

  private @Nullable String name(String image, String object) {
    Map<String, String> classes = objects.get(image);
    String name = classes == null ? null : classes.get(object);
    return name == null && names.size() == 1 ? names.getFirst() : name;
  }
}
