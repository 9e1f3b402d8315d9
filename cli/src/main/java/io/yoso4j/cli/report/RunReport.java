package io.yoso4j.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The files of a run folder that a report is made of.
 *
 * @param metrics {@code metrics.json}, an empty object while the run goes on
 * @param progress how far it has come
 * @param configText {@code config.yaml} as written, empty when it is missing
 */
record RunReport(
    Path folder, RunHistory history, JsonNode metrics, RunProgress progress, String configText) {

  static RunReport read(Path folder) throws IOException {
    Path config = folder.resolve("config.yaml");
    RunHistory history = RunHistory.read(folder.resolve("metrics.jsonl"));
    JsonNode metrics = json(folder.resolve("metrics.json"));
    return new RunReport(
        folder,
        history,
        metrics,
        RunProgress.of(history, metrics, config),
        Files.exists(config) ? Files.readString(config) : "");
  }

  String name() {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  private static JsonNode json(Path file) throws IOException {
    if (!Files.exists(file)) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new IOException(file + ": broken JSON: " + e.getOriginalMessage(), e);
    }
  }
}
