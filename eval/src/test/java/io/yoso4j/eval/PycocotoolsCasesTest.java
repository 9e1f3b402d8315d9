package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Agreement with what pycocotools 2.0.11 computed from small random files: each special rule on its
 * own. Whole arrays are compared by a dot product with {@code (7919 i mod 1009) / 1009}. AP is read
 * from the array at the last limit, as pycocotools prints -1 where no limit is 100.
 */
class PycocotoolsCasesTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final JsonNode FILE = file();

  @TempDir private Path folder;

  static List<String> names() {
    return List.copyOf(FILE.get("cases").propertyNames());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void isTheSame(String name) throws IOException {
    JsonNode expected = FILE.get("cases").get(name);
    IouType type = expected.get("type").asString().equals("segm") ? IouType.SEGM : IouType.BBOX;
    CocoFiles files =
        CocoFiles.read(type, write(expected, "gt"), List.of(write(expected, "dt")), 2);

    CocoEvaluation result =
        CocoEvaluator.create(config(expected))
            .evaluate(files.truth(), files.detections().getFirst());

    assertThat(result.stats()).containsExactly(doubles(expected.get("stats")), EXACT);
    assertThat(result.categories().stream().mapToDouble(CategoryResult::ap).toArray())
        .containsExactly(doubles(expected.get("class_ap")), EXACT);
    assertThat(dot(result.precision()))
        .isCloseTo(expected.get("precision_dot").asDouble(), within(1e-9));
    assertThat(dot(result.recall())).isCloseTo(expected.get("recall_dot").asDouble(), within(1e-9));
  }

  private static EvalConfig config(JsonNode expected) {
    JsonNode limits = expected.get("max_detections");
    EvalConfig config =
        EvalConfig.coco()
            .withMaxDetections(limits.get(0).asInt(), limits.get(1).asInt(), limits.get(2).asInt());
    List<Double> thresholds = new ArrayList<>();
    expected.get("iou_thresholds").forEach(node -> thresholds.add(node.asDouble()));
    return thresholds.isEmpty() ? config : config.withIouThresholds(thresholds);
  }

  private Path write(JsonNode expected, String which) throws IOException {
    JsonNode content = FILE.get("sets").get(expected.get(which).asInt());
    return Files.writeString(folder.resolve(which + ".json"), content.toString());
  }

  private static double[] doubles(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asDouble();
    }
    return values;
  }

  private static double dot(double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * (i * 7919L % 1009 / 1009.0);
    }
    return sum;
  }

  private static JsonNode file() {
    try (InputStream in =
        PycocotoolsCasesTest.class.getResourceAsStream("pycocotools-cases.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
