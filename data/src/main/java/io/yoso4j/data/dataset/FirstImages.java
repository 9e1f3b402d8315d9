package io.yoso4j.data.dataset;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The file names of the first images of an annotation file: enough to tell where its images lie.
 * They are in the list {@code images}, or in the file's only list.
 */
final class FirstImages {

  private static final int ENOUGH = 20;

  private FirstImages() {}

  static List<Path> of(Path annotations) {
    return JsonInput.read(annotations, FirstImages::scan);
  }

  private static List<Path> scan(JsonInput in) {
    return switch (in.next()) {
      case START_ARRAY -> names(in);
      case START_OBJECT -> {
        for (String field = in.nextField(); field != null; field = in.nextField()) {
          if (field.equals("images") && in.current() == JsonToken.START_ARRAY) {
            yield names(in);
          }
          in.skip();
        }
        yield List.of();
      }
      default -> List.of();
    };
  }

  private static List<Path> names(JsonInput in) {
    List<Path> names = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY && names.size() < ENOUGH) {
      Path name = in.current() == JsonToken.START_OBJECT ? fileName(in) : null;
      if (name != null) {
        names.add(name);
      }
      in.skip();
    }
    return names;
  }

  private static @Nullable Path fileName(JsonInput in) {
    Path name = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("file_name") && in.current() == JsonToken.VALUE_STRING) {
        try {
          Path path = Path.of(in.text());
          name = path.isAbsolute() ? null : path;
        } catch (InvalidPathException _) {
          // The full read names it.
        }
      }
      in.skip();
    }
    return name;
  }
}
