package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.model.Instance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares instances with recorded ones of the same query and class. Empty masks are the original's
 * alone. Where several candidates are as probable as the last one taken, any of them may be.
 */
final class InstancesCheck {
  private final CaseFiles files;
  private final ModelTolerances tolerances;
  private final Findings findings;

  InstancesCheck(CaseFiles files, ModelTolerances tolerances, Findings findings) {
    this.files = files;
    this.tolerances = tolerances;
    this.findings = findings;
  }

  /** Size of the recorded masks. */
  ImageSize size(String name) {
    NpyArray masks = files.read(name + ".masks", NpyType.UINT8, ANY, ANY, ANY);
    return new ImageSize(masks.shape()[2], masks.shape()[1]);
  }

  void check(String name, List<Instance> found) {
    Map<String, Instance> left = new HashMap<>();
    found.forEach(instance -> left.put(key(instance.query(), instance.category()), instance));
    NpyArray masks = files.read(name + ".masks", NpyType.UINT8, ANY, ANY, ANY);
    int count = masks.shape()[0];
    int pixels = masks.shape()[1] * masks.shape()[2];
    double[] scores = files.read(name + ".scores", NpyType.FLOAT32, count).doubles();
    double[] raw =
        files.has(name + ".raw_scores")
            ? files.read(name + ".raw_scores", NpyType.FLOAT32, count).doubles()
            : new double[0];
    int[] classes = files.readIndices(name + ".classes", count, Integer.MAX_VALUE);
    int[] queries = files.readIndices(name + ".query", count, Integer.MAX_VALUE);
    double last = Arrays.stream(raw).min().orElse(Double.NEGATIVE_INFINITY);
    double worstScore = 0;
    double worstPixels = 0;
    int exchanged = 0;
    for (int i = 0; i < count; i++) {
      Instance instance = left.remove(key(queries[i], classes[i]));
      if (instance == null) {
        if (!isEmpty(masks, i, pixels)) {
          if (raw.length > 0 && raw[i] - last <= tolerances.scores()) {
            exchanged++;
          } else {
            missing(name, queries[i], classes[i], "is missing");
          }
        }
        continue;
      }
      worstScore = Math.max(worstScore, Math.abs(instance.score() - scores[i]));
      worstPixels = Math.max(worstPixels, share(instance.mask().toBitmap(), masks, i, pixels));
    }
    for (Instance extra : left.values()) {
      if (exchanged-- <= 0) {
        missing(name, extra.query(), extra.category(), "is one too many");
      }
    }
    findings.measured(
        Deviation.Kind.SCORE, name + ".scores", "f32", worstScore, tolerances.scores());
    findings.measured(
        Deviation.Kind.PIXELS, name + ".masks", "f32", worstPixels, tolerances.pixels());
  }

  private void missing(String name, int query, int category, String what) {
    findings.note("%s: query %d of class %d %s".formatted(name, query, category, what));
    findings.measured(
        Deviation.Kind.SCORE,
        "%s query %d class %d".formatted(name, query, category),
        "f32",
        Double.POSITIVE_INFINITY,
        tolerances.scores());
  }

  private static boolean isEmpty(NpyArray masks, int index, int pixels) {
    for (int p = 0; p < pixels; p++) {
      if (masks.data().get(index * pixels + p) != 0) {
        return false;
      }
    }
    return true;
  }

  private static double share(Bitmap actual, NpyArray masks, int index, int pixels) {
    int width = masks.shape()[2];
    int different = 0;
    for (int p = 0; p < pixels; p++) {
      boolean expected = masks.data().get(index * pixels + p) != 0;
      different += actual.get(p / width, p % width) == expected ? 0 : 1;
    }
    return (double) different / pixels;
  }

  private static String key(int query, int category) {
    return query + "/" + category;
  }
}
