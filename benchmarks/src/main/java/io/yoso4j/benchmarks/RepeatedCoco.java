package io.yoso4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small COCO data set and its results written many times over, as one large one: each copy has
 * image and annotation ids of its own.
 *
 * @param truth the annotation file written
 * @param results the result file written
 * @param images their number
 * @param objects their number, crowds included
 * @param detections their number
 */
record RepeatedCoco(Path truth, Path results, int images, int objects, int detections) {
  /** Above every image id of COCO. */
  private static final long IDS_PER_COPY = 1_000_000;

  /** Writes {@code gt-COPIES.json} and {@code dt-COPIES.json} into a folder. */
  static RepeatedCoco write(Path truth, Path results, int copies, Path folder) {
    ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(truth.toFile());
    ArrayNode found = (ArrayNode) JsonMapper.shared().readTree(results.toFile());
    ArrayNode images = (ArrayNode) root.get("images");
    ArrayNode objects = (ArrayNode) root.get("annotations");
    Path manyTruths = folder.resolve("gt-" + copies + ".json");
    Path manyResults = folder.resolve("dt-" + copies + ".json");
    try (Writer out = Files.newBufferedWriter(manyTruths)) {
      out.write("{\"categories\": " + root.get("categories") + ",\n\"images\": ");
      repeat(images, copies, out, (image, copy) -> shift(image, "id", copy * IDS_PER_COPY));
      out.write(",\n\"annotations\": ");
      int[] id = new int[1];
      repeat(
          objects,
          copies,
          out,
          (object, copy) -> {
            shift(object, "image_id", copy * IDS_PER_COPY);
            object.put("id", ++id[0]);
          });
      out.write("}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Writer out = Files.newBufferedWriter(manyResults)) {
      repeat(found, copies, out, (one, copy) -> shift(one, "image_id", copy * IDS_PER_COPY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RepeatedCoco(
        manyTruths,
        manyResults,
        images.size() * copies,
        objects.size() * copies,
        found.size() * copies);
  }

  /** The size of both files. */
  long bytes() {
    try {
      return Files.size(truth) + Files.size(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void shift(ObjectNode node, String name, long by) {
    node.put(name, node.get(name).asLong() + by);
  }

  private static void repeat(
      ArrayNode list, int copies, Writer out, BiConsumer<ObjectNode, Integer> change)
      throws IOException {
    String separator = "[";
    for (int copy : IntStream.range(0, copies).toArray()) {
      for (JsonNode each : list) {
        ObjectNode changed = (ObjectNode) each.deepCopy();
        change.accept(changed, copy);
        out.write(separator);
        out.write(changed.toString());
        separator = ",\n";
      }
    }
    out.write("]");
  }
}
