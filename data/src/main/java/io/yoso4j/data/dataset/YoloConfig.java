package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The {@code data.yaml} of a YOLO data set.
 *
 * @param file the file
 * @param names classes by number
 * @param base entry {@code path}, which the parts are relative to; empty for the file's own folder
 * @param parts entries {@code train}, {@code val} and {@code test}, those that are there, each with
 *     at least one place
 */
record YoloConfig(
    Path file, SortedMap<Integer, String> names, String base, Map<String, List<String>> parts) {

  private static final int MAX_CLASSES = 1 << 20;
  private static final int MAX_PLACES = 10_000;

  static YoloConfig read(Path file) {
    return JsonInput.readYaml(file, in -> root(in, file));
  }

  private static YoloConfig root(JsonInput in, Path file) {
    if (in.next() != JsonToken.START_OBJECT) {
      throw in.error("not a YOLO data file: expected keys such as names and train");
    }
    SortedMap<Integer, String> names = new TreeMap<>();
    Map<String, List<String>> parts = new LinkedHashMap<>();
    String base = "";
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "names" -> names = names(in);
        case "path" -> base = in.current() == JsonToken.VALUE_STRING ? in.text() : "";
        case "train", "val", "valid", "test" -> {
          List<String> places = places(in, field);
          if (!places.isEmpty()) {
            parts.put(field.equals("valid") ? "val" : field, places);
          }
        }
        default -> {}
      }
      in.skip();
    }
    if (names.isEmpty()) {
      throw new DataException(file + ": names no classes (key \"names\")");
    }
    return new YoloConfig(file, names, base, parts);
  }

  private static SortedMap<Integer, String> names(JsonInput in) {
    SortedMap<Integer, String> names = new TreeMap<>();
    if (in.current() == JsonToken.START_ARRAY) {
      while (in.next() != JsonToken.END_ARRAY) {
        put(in, names, names.size());
      }
    } else if (in.current() == JsonToken.START_OBJECT) {
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        if (!field.matches("\\d{1,7}")) {
          throw in.error("names: class numbers must be whole numbers, got \"" + field + "\"");
        }
        put(in, names, Integer.parseInt(field));
      }
    } else {
      throw in.error("names must be a list or numbered entries, got " + in.found());
    }
    return names;
  }

  private static void put(JsonInput in, SortedMap<Integer, String> names, int number) {
    if (in.current().isStructStart() || in.current() == JsonToken.VALUE_NULL) {
      throw in.error("the name of class %d must be a text, got %s".formatted(number, in.found()));
    }
    if (names.size() == MAX_CLASSES || names.put(number, in.text()) != null) {
      throw in.error("class %d comes twice, or there are too many".formatted(number));
    }
  }

  private static List<String> places(JsonInput in, String field) {
    if (in.current() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    if (in.current() == JsonToken.VALUE_STRING) {
      return List.of(in.text());
    }
    List<String> places = new ArrayList<>();
    if (in.current() == JsonToken.START_ARRAY) {
      while (in.next() == JsonToken.VALUE_STRING && places.size() < MAX_PLACES) {
        places.add(in.text());
      }
    }
    if (in.current() != JsonToken.END_ARRAY) {
      throw in.error(
          field + " must name a folder, a text file or a list of them, got " + in.found());
    }
    return places;
  }

  /**
   * Where the images of a part are: folders and text files, inside the folder of this file.
   *
   * @throws DataException naming the first place that is not there
   */
  List<Path> images(String part) {
    return parts.getOrDefault(part, List.of()).stream().map(name -> place(part, name)).toList();
  }

  /** Whether the places of a part are there. */
  boolean has(String part) {
    return parts.containsKey(part) && parts.get(part).stream().allMatch(name -> find(name) != null);
  }

  private Path place(String part, String name) {
    Path found = find(name);
    if (found == null) {
      throw new DataException(
          "%s: %s: \"%s\" is no folder or list of images inside %s"
              .formatted(file, part, name, folder()));
    }
    return found;
  }

  /**
   * Exports often name paths of another machine, or begin with {@code ../} where they should not;
   * such beginnings are passed over.
   */
  private @Nullable Path find(String entry) {
    for (String start : List.of(base, "")) {
      for (String name = entry.replace('\\', '/'); ; name = name.substring(3)) {
        Path found = inside(folder(), start, name);
        if (found != null) {
          return found;
        }
        if (!name.startsWith("../")) {
          break;
        }
      }
    }
    return null;
  }

  /** The folder of the data set. */
  Path folder() {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static @Nullable Path inside(Path folder, String base, String name) {
    try {
      Path found = folder.resolve(base).resolve(name).normalize();
      boolean within = found.toAbsolutePath().startsWith(folder.toAbsolutePath().normalize());
      return within && (Files.isDirectory(found) || Files.isRegularFile(found)) ? found : null;
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
