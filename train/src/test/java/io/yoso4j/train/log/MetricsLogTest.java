package io.yoso4j.train.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {
  @TempDir Path folder;

  private final List<String> failures = new ArrayList<>();

  @Test
  void entriesAreOneJsonObjectPerLine() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("s0_loss_mask", 2.5);
    losses.put("s1_loss_ce", Double.POSITIVE_INFINITY);
    try (MetricsLog log = MetricsLog.create(file, failures::add)) {
      log.write(new Metrics.Step(12, 3.25, 1e-4, 9.125, Double.NaN, 31.5, losses));
      log.write(new Metrics.Eval(500, 60, Map.of("AP", 0.5), Map.of()));
      log.write(new Metrics.Warning(500, 61, "3 \"objects\"\nleft out"));
    }
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"type":"step","step":12,"time":3.25,"lr":1.0E-4,"loss":9.125,"grad_norm":null,\
            "images_per_s":31.5,"losses":{"s0_loss_mask":2.5,"s1_loss_ce":null}}
            {"type":"eval","step":500,"time":60.0,"segm":{"AP":0.5},"bbox":{}}
            {"type":"warning","step":500,"time":61.0,"message":"3 \\"objects\\"\\nleft out"}
            """);
    assertThat(failures).isEmpty();
  }

  @Test
  void resumingRemovesWhatIsMadeAgainAndWhatWasCutOff() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.create(file, failures::add)) {
      for (int step = 1; step <= 5; step++) {
        log.write(warning(step, "schön"));
      }
    }
    Files.writeString(file, Files.readString(file) + "{\"type\":\"step\",\"st");
    try (MetricsLog log = MetricsLog.resume(file, 3, failures::add)) {
      log.write(warning(4, "again"));
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).contains("\"step\":3", "schön");
    assertThat(lines.get(3)).contains("\"step\":4", "again");
    assertThat(failures).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMissingLogIsStartedOnResume() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.resume(file, 3, failures::add)) {
      log.write(warning(4, "x"));
    }
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void failuresAreReportedOnceAndNeverThrown() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("metrics.jsonl"));
    for (MetricsSink sink :
        List.of(
            MetricsLog.create(taken, failures::add),
            MetricsLog.resume(taken, 1, failures::add),
            TensorBoardWriter.open(Files.createFile(folder.resolve("f")), 0, failures::add))) {
      try (sink) {
        sink.write(warning(1, "x"));
        sink.write(new Metrics.Eval(1, 2, Map.of("AP", 1.0), Map.of()));
        assertThat(sink.failed()).isTrue();
      }
    }
    assertThat(failures).hasSize(3).allMatch(line -> line.contains("cannot be written"));
  }

  private static Metrics warning(long step, String message) {
    return new Metrics.Warning(step, step * 0.5, message);
  }
}
