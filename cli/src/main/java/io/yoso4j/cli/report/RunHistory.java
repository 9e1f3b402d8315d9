package io.yoso4j.cli.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened during a run, from {@code metrics.jsonl}.
 *
 * <p>A run that was killed can leave half a line, and a resumed run repeats the steps after its
 * checkpoint. Lines that are no JSON are counted and left out; of repeated steps the last recording
 * stands.
 */
record RunHistory(
    List<StepPoint> steps, List<EvalPoint> evals, List<String> warnings, int unreadableLines) {

  static RunHistory read(Path metricsJsonl) throws IOException {
    List<StepPoint> steps = new ArrayList<>();
    List<EvalPoint> evals = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int unreadable = 0;
    if (Files.exists(metricsJsonl)) {
      JsonMapper json = JsonMapper.shared();
      try (BufferedReader reader = Files.newBufferedReader(metricsJsonl)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.isBlank()) {
            continue;
          }
          try {
            add(json.readTree(line), steps, evals, warnings);
          } catch (JacksonException e) {
            unreadable++;
          }
        }
      }
    }
    return new RunHistory(steps, evals, warnings, unreadable);
  }

  private static void add(
      JsonNode line, List<StepPoint> steps, List<EvalPoint> evals, List<String> warnings) {
    long step = line.path("step").asLong(-1);
    switch (line.path("type").asString("")) {
      case "step" -> {
        while (!steps.isEmpty() && steps.getLast().step() >= step) {
          steps.removeLast();
        }
        steps.add(
            new StepPoint(
                step,
                number(line, "time"),
                number(line, "lr"),
                number(line, "loss"),
                number(line, "grad_norm"),
                number(line, "images_per_s"),
                numbers(line.path("losses"))));
      }
      case "eval" -> {
        while (!evals.isEmpty() && evals.getLast().step() >= step) {
          evals.removeLast();
        }
        evals.add(
            new EvalPoint(
                step,
                number(line, "time"),
                numbers(line.path("segm")),
                numbers(line.path("bbox"))));
      }
      case "warning" -> warnings.add(line.path("message").asString(line.toString()));
      default -> {
        // Later versions may log more; a report shows what it knows.
      }
    }
  }

  private static double number(JsonNode node, String field) {
    return node.path(field).asDouble(Double.NaN);
  }

  /** Numbers by name in file order; nulls and other types are left out. */
  static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isNumber()) {
        numbers.put(entry.getKey(), entry.getValue().asDouble());
      }
    }
    return numbers;
  }
}
