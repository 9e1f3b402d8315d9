package io.yoso4j.benchmarks;

import io.yoso4j.model.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as JSON, with what they were measured on.
 *
 * @param java version of the runtime
 * @param engine version of the libtorch presets
 * @param system operating system and architecture
 * @param processors seen by the runtime
 * @param threads used by both sides
 * @param rows the table
 */
record ComparisonFile(
    String java,
    String engine,
    String system,
    int processors,
    int threads,
    List<ComparisonRow> rows) {

  static void write(Path file, int threads, List<ComparisonRow> rows) throws IOException {
    ComparisonFile content =
        new ComparisonFile(
            Runtime.version().toString(),
            Engine.version(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            threads,
            rows);
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(file, mapper.writeValueAsString(content) + "\n");
  }
}
