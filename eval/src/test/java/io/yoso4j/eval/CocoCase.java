package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Annotations and results in COCO's JSON, with category ids made contiguous in ascending order. */
record CocoCase(
    List<Long> imageIds,
    Map<Long, Integer> categories,
    List<GroundTruth> truths,
    List<Detection> detections) {

  static CocoCase read(String annotationFile, String resultFile) {
    JsonNode root = SharedFiles.json(annotationFile);
    Map<Long, Integer> categories = new TreeMap<>();
    root.get("categories").forEach(node -> categories.put(node.get("id").asLong(), 0));
    int next = 0;
    for (Map.Entry<Long, Integer> entry : categories.entrySet()) {
      entry.setValue(next++);
    }
    Map<Long, JsonNode> images = new HashMap<>();
    List<Long> imageIds = new ArrayList<>();
    for (JsonNode image : root.get("images")) {
      images.put(image.get("id").asLong(), image);
      imageIds.add(image.get("id").asLong());
    }
    List<GroundTruth> truths = new ArrayList<>();
    for (JsonNode node : root.get("annotations")) {
      long imageId = node.get("image_id").asLong();
      JsonNode image = images.get(imageId);
      truths.add(
          new GroundTruth(
              node.get("id").asLong(),
              imageId,
              categories.get(node.get("category_id").asLong()),
              box(node.get("bbox")),
              node.get("area").asDouble(),
              node.get("iscrowd").asInt() != 0,
              mask(
                  node.get("segmentation"),
                  image.get("height").asInt(),
                  image.get("width").asInt())));
    }
    List<Detection> detections = new ArrayList<>();
    for (JsonNode node : SharedFiles.json(resultFile)) {
      JsonNode segmentation = node.get("segmentation");
      Rle mask = segmentation == null ? null : mask(segmentation, 0, 0);
      detections.add(
          new Detection(
              node.get("image_id").asLong(),
              categories.get(node.get("category_id").asLong()),
              node.get("score").asDouble(),
              mask == null ? box(node.get("bbox")) : mask.bbox(),
              mask));
    }
    return new CocoCase(imageIds, categories, truths, detections);
  }

  CocoEvaluation evaluate(IouType type, EvalConfig config) {
    return CocoEvaluator.create(config)
        .evaluate(type, imageIds, categories.size(), truths, detections);
  }

  ConfusionMatrix confusion(IouType type, EvalConfig config) {
    return CocoEvaluator.create(config)
        .confusion(type, imageIds, categories.size(), truths, detections);
  }

  private static Rle mask(JsonNode node, int height, int width) {
    if (node.isArray()) {
      List<double[]> rings = new ArrayList<>();
      node.forEach(ring -> rings.add(doubles(ring)));
      return Polygons.rasterize(rings, height, width);
    }
    int rows = node.get("size").get(0).asInt();
    int columns = node.get("size").get(1).asInt();
    JsonNode counts = node.get("counts");
    if (counts.isString()) {
      return Rle.ofCompressed(rows, columns, counts.asString());
    }
    int[] runs = new int[counts.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = counts.get(i).asInt();
    }
    return Rle.ofCounts(rows, columns, runs);
  }

  private static Box box(JsonNode node) {
    double[] v = doubles(node);
    return new Box(v[0], v[1], v[2], v[3]);
  }

  private static double[] doubles(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asDouble();
    }
    return values;
  }
}
