package io.yoso4j.data.health;

import io.yoso4j.data.json.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What a repair left out and corrected; written beside the cleaned copy. */
final class ChangeLog {

  private final List<Entry> dropped = new ArrayList<>();
  private final List<Entry> changed = new ArrayList<>();

  private record Entry(Problem problem, Occurrence what) {}

  void dropped(Problem problem, Occurrence what) {
    dropped.add(new Entry(problem, what));
  }

  void changed(Problem problem, Occurrence what) {
    changed.add(new Entry(problem, what));
  }

  int changes() {
    return changed.size();
  }

  void write(Path file, List<PartFacts> sources) {
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("sources");
          for (PartFacts part : sources) {
            json.writeStartObject();
            json.writeStringProperty("part", part.name());
            json.writeStringProperty("annotations", part.paths().annotations().toString());
            json.writeStringProperty("images", part.paths().images().toString());
            json.writeEndObject();
          }
          json.writeEndArray();
          write(json, "dropped", dropped);
          write(json, "changed", changed);
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, String name, List<Entry> entries) {
    json.writeArrayPropertyStart(name);
    for (Entry entry : entries) {
      Occurrence what = entry.what();
      json.writeStartObject();
      json.writeStringProperty("code", entry.problem().code());
      json.writeStringProperty("part", what.part());
      json.writeStringProperty("file", what.file());
      json.writeNumberProperty("image_id", what.imageId());
      json.writeNumberProperty("annotation_id", what.annotationId());
      json.writeStringProperty("detail", what.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
