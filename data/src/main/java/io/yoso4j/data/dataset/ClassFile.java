package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.json.JsonKind;
import io.yoso4j.data.json.JsonReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names and ids of classes: the {@code categories} of a COCO file (or a list of them) in the order
 * of their ids, as training has them, or a text with a name per line, numbered from 1.
 */
public final class ClassFile {

  private static final long MAX_TEXT = 1 << 20;

  private ClassFile() {}

  /**
   * Reads a file; classes without {@code isthing} are things.
   *
   * @throws DataException naming the file when it cannot be read or holds no classes
   */
  public static List<PanopticCategory> read(Path file) {
    List<PanopticCategory> classes = isJson(file) ? ofJson(file) : ofText(file);
    if (classes.isEmpty()) {
      throw new DataException(file + ": names no classes");
    }
    return classes;
  }

  private static boolean isJson(Path file) {
    try (var in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(64), StandardCharsets.UTF_8);
      String text = start.replaceFirst("^\uFEFF", "").stripLeading();
      return text.startsWith("{") || text.startsWith("[");
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read", e);
    }
  }

  private static List<PanopticCategory> ofText(Path file) {
    try {
      if (Files.size(file) > MAX_TEXT) {
        throw new DataException(
            "%s: %d bytes are too many for names of classes, limit %d"
                .formatted(file, Files.size(file), MAX_TEXT));
      }
      List<PanopticCategory> classes = new ArrayList<>();
      for (String line : Files.readString(file).lines().toList()) {
        if (!line.isBlank()) {
          classes.add(new PanopticCategory(classes.size() + 1, line.strip(), true));
        }
      }
      return classes;
    } catch (CharacterCodingException e) {
      throw new DataException(
          file + ": is neither JSON nor UTF-8 text with a class name per line", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read", e);
    }
  }

  private static List<PanopticCategory> ofJson(Path file) {
    List<PanopticCategory> classes = JsonReader.read(file, ClassFile::categories);
    Set<Long> ids = new HashSet<>();
    for (PanopticCategory category : classes) {
      if (!ids.add(category.id())) {
        throw new DataException(file + ": category id " + category.id() + " is there twice");
      }
    }
    classes.sort(Comparator.comparingLong(PanopticCategory::id));
    return classes;
  }

  private static List<PanopticCategory> categories(JsonReader in) {
    if (in.peek() == JsonKind.ARRAY) {
      return list(in);
    }
    List<PanopticCategory> classes = new ArrayList<>();
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (name.equals("categories")) {
        classes = list(in);
      } else {
        in.skip();
      }
    }
    return classes;
  }

  private static List<PanopticCategory> list(JsonReader in) {
    List<PanopticCategory> classes = new ArrayList<>();
    in.beginArray();
    while (in.nextElement()) {
      classes.add(category(in));
    }
    return classes;
  }

  private static PanopticCategory category(JsonReader in) {
    @Nullable Long id = null;
    @Nullable String name = null;
    boolean thing = true;
    in.beginObject();
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      switch (field) {
        case "id" -> id = in.integer();
        case "name" -> name = in.text();
        case "isthing" -> thing = in.flag();
        default -> in.skip();
      }
    }
    if (id == null || name == null) {
      throw in.error("a category has no " + (id == null ? "id" : "name"));
    }
    return new PanopticCategory(id, name, thing);
  }
}
