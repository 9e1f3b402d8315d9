package io.yoso4j.cli.report;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.mask.Rle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads COCO results, one entry at a time, and keeps those worth drawing. */
final class ResultsFile {

  private ResultsFile() {}

  /**
   * Detections by image id.
   *
   * @param threshold the lowest score kept
   * @throws DataException naming the file when it is no COCO results file
   */
  static Map<Long, List<ScoredMask>> read(Path file, List<Category> categories, double threshold)
      throws IOException {
    Map<Long, Integer> indices = new HashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      indices.put(categories.get(i).id(), i);
    }
    Map<Long, List<ScoredMask>> byImage = new HashMap<>();
    JsonMapper json = JsonMapper.shared();
    try (JsonParser parser = json.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new DataException(file + ": must be a JSON array of results");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode entry = parser.readValueAsTree();
        double score = entry.path("score").asDouble(0);
        Integer category = indices.get(entry.path("category_id").asLong(-1));
        JsonNode segmentation = entry.path("segmentation");
        if (score >= threshold && category != null && segmentation.path("counts").isString()) {
          Rle mask =
              Rle.ofCompressed(
                  segmentation.path("size").path(0).asInt(0),
                  segmentation.path("size").path(1).asInt(0),
                  segmentation.path("counts").asString());
          byImage
              .computeIfAbsent(entry.path("image_id").asLong(-1), _ -> new ArrayList<>())
              .add(new ScoredMask(category, score, mask));
        }
      }
    } catch (JacksonException e) {
      throw new DataException(file + ": broken JSON: " + e.getOriginalMessage(), e);
    }
    return byImage;
  }
}
