package io.yoso4j.cli;

import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.model.zoo.PublishedWeights;
import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j weights list}. */
@Command(
    name = "list",
    description = "List the published weights that can be named instead of a file.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./yoso4j weights list", "  ./yoso4j weights list --json"})
final class WeightsListCommand implements Callable<Integer> {
  private final WeightCache cache;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in before call()
  WeightsListCommand(WeightCache cache) {
    this.cache = cache;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<PublishedWeights> all = ModelZoo.all();
    if (json) {
      out.println(JsonDocument.of(Map.of("weights", all.stream().map(this::of).toList())));
    } else {
      String format = "%-28s  %-12s  %-22s  %-6s  %s%n";
      out.printf(format, "NAME", "SIZE", "VERIFIED BY", "HERE", "WHAT");
      for (PublishedWeights weights : all) {
        out.printf(
            format,
            weights.name(),
            weights.size(),
            verifiedBy(weights),
            Files.exists(cache.path(weights)) ? "yes" : "no",
            weights.about());
      }
    }
    out.flush();
    return ExitCode.OK.code();
  }

  private static String verifiedBy(PublishedWeights weights) {
    return switch (weights.verification()) {
      case DIGEST -> "SHA-256";
      case PREFIX -> "SHA-256, first digits";
      case SIZE -> "nothing published";
    };
  }

  private Map<String, @Nullable Object> of(PublishedWeights weights) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("name", weights.name());
    root.put("about", weights.about());
    root.put("url", weights.url().toString());
    root.put("min_bytes", weights.minBytes());
    root.put("max_bytes", weights.maxBytes());
    root.put("verification", JsonDocument.name(weights.verification()));
    root.put("sha256", weights.sha256().isEmpty() ? null : weights.sha256());
    root.put("path", cache.path(weights).toString());
    root.put("here", Files.exists(cache.path(weights)));
    return root;
  }
}
