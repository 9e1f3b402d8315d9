package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A field of the image entries of a COCO file that is not part of the format. */
public final class ImageField {

  private ImageField() {}

  /**
   * The values of a field, by image id; images without it, or with something else than a text or a
   * number, are left out.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be read
   */
  public static Map<Long, String> read(Path annotations, String field) {
    return JsonInput.read(annotations, in -> scan(in, field));
  }

  private static Map<Long, String> scan(JsonInput in, String wanted) {
    Map<Long, String> values = new HashMap<>();
    if (in.next() != JsonToken.START_OBJECT) {
      return values;
    }
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("images") && in.current() == JsonToken.START_ARRAY) {
        while (in.next() != JsonToken.END_ARRAY) {
          if (in.current() == JsonToken.START_OBJECT) {
            entry(in, wanted, values);
          } else {
            in.skip();
          }
        }
      } else {
        in.skip();
      }
    }
    return values;
  }

  private static void entry(JsonInput in, String wanted, Map<Long, String> values) {
    Long id = null;
    String value = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("id")) {
        id = in.integer();
      }
      if (field.equals(wanted)) {
        value = scalar(in);
      }
      in.skip();
    }
    if (id != null && value != null) {
      values.put(id, value);
    }
  }

  private static @Nullable String scalar(JsonInput in) {
    return in.current() == JsonToken.VALUE_STRING || in.isNumber() ? in.text() : null;
  }
}
