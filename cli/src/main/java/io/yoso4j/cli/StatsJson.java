package io.yoso4j.cli;

import io.yoso4j.data.health.CocoSize;
import io.yoso4j.data.health.DatasetStatistics;
import io.yoso4j.data.health.DatasetStatistics.ClassRow;
import io.yoso4j.data.health.DatasetStatistics.Part;
import io.yoso4j.data.health.Spread;
import io.yoso4j.data.image.ImageSize;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code yoso4j data stats} says to programs; the format is in docs/formats.md. */
final class StatsJson {
  private StatsJson() {}

  static String write(DatasetStatistics statistics, Path source) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("data", source.toString());
    root.put("parts", statistics.parts().stream().map(StatsJson::of).toList());
    root.put(
        "classes", statistics.classes().stream().map(row -> of(row, statistics.parts())).toList());
    root.put("objects_per_image", of(Spread.of(statistics.objectsPerImage())));
    root.put("side", of(Spread.of(statistics.sides())));
    root.put("relative_side", of(Spread.of(statistics.relativeSides())));
    root.put("aspect", of(Spread.of(statistics.aspects())));
    root.put("covered", of(Spread.of(statistics.covered())));
    root.put("coco_sizes", cocoSizes(statistics));
    root.put(
        "image_sizes",
        statistics.imageSizes().entrySet().stream()
            .map(entry -> of(entry.getKey(), entry.getValue()))
            .toList());
    root.put("places", statistics.places());
    return JsonDocument.of(root);
  }

  private static Map<String, Object> of(Part part) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", part.name());
    out.put("images", part.images());
    out.put("images_without_objects", part.objectsPerImage().stream().filter(n -> n == 0).count());
    out.put("objects", part.objects());
    out.put("crowds", part.crowds());
    return out;
  }

  private static Map<String, Object> of(ClassRow row, List<Part> parts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", row.category().id());
    out.put("name", row.category().name());
    Map<String, Object> objects = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      objects.put(parts.get(i).name(), row.objects().get(i));
    }
    out.put("objects", objects);
    out.put("images", row.images());
    out.put("median_side", row.medianSide());
    return out;
  }

  private static Map<String, Object> of(Spread spread) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("count", spread.count());
    out.put("mean", spread.mean());
    out.put("min", spread.min());
    out.put("p5", spread.p5());
    out.put("p25", spread.p25());
    out.put("median", spread.median());
    out.put("p75", spread.p75());
    out.put("p95", spread.p95());
    out.put("max", spread.max());
    return out;
  }

  private static Map<String, Object> cocoSizes(DatasetStatistics statistics) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (CocoSize size : CocoSize.values()) {
      out.put(size.word(), size.objects(statistics));
    }
    return out;
  }

  private static Map<String, Object> of(ImageSize size, int images) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("width", size.width());
    out.put("height", size.height());
    out.put("images", images);
    return out;
  }
}
