package io.yoso4j.model.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules from the names in a file to the names in a network; the first that fits a whole name
 * decides.
 */
final class NameTable {
  private static final String DATA_PARALLEL = "module.";

  private final List<Rule> renamed;
  private final List<Rule> ignored;

  private NameTable(List<Rule> renamed, List<Rule> ignored) {
    this.renamed = List.copyOf(renamed);
    this.ignored = List.copyOf(ignored);
  }

  /**
   * @param result the network's name with {@code $1} and so on, or why a tensor is left out
   */
  private record Rule(String origin, Pattern pattern, String result) {
    @Nullable String apply(String name) {
      Matcher matcher = pattern.matcher(name);
      return matcher.matches() ? matcher.replaceFirst(result) : null;
    }
  }

  /** Collects rules in the order in which they are tried; what is ignored is tried first. */
  static final class Builder {
    private final List<Rule> renamed = new ArrayList<>();
    private final List<Rule> ignored = new ArrayList<>();

    Builder rename(String origin, String pattern, String replacement) {
      renamed.add(new Rule(origin, Pattern.compile(pattern), replacement));
      return this;
    }

    Builder ignore(String pattern, String reason) {
      ignored.add(new Rule("", Pattern.compile(pattern), reason));
      return this;
    }

    NameTable build() {
      return new NameTable(renamed, ignored);
    }
  }

  /**
   * Renames all tensors of a file; a leading {@code module.} is dropped.
   *
   * @throws WeightException if two tensors map to the same name
   */
  MappedWeights map(WeightFile file) {
    Map<String, WeightTensor> mapped = new LinkedHashMap<>();
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    Map<String, Integer> origins = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, WeightTensor> entry : file.tensors().entrySet()) {
      String source = entry.getKey();
      String name =
          source.startsWith(DATA_PARALLEL) ? source.substring(DATA_PARALLEL.length()) : source;
      Rule reason = find(ignored, name);
      Rule rule = reason == null ? find(renamed, name) : null;
      if (reason != null) {
        leftOut.put(source, reason.result());
      } else if (rule == null) {
        unknown.add(source);
      } else {
        String target = String.valueOf(rule.apply(name));
        requireNew(file, sources.put(target, source), source, target);
        origins.merge(rule.origin(), 1, Integer::sum);
        mapped.put(target, entry.getValue().withName(target));
      }
    }
    String origin =
        origins.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("unknown");
    return new MappedWeights(origin, mapped, sources, leftOut, unknown, List.of());
  }

  private static @Nullable Rule find(List<Rule> rules, String name) {
    for (Rule rule : rules) {
      if (rule.pattern().matcher(name).matches()) {
        return rule;
      }
    }
    return null;
  }

  private static void requireNew(
      WeightFile file, @Nullable String before, String source, String target) {
    if (before != null) {
      throw new WeightException(
          file.source(),
          "tensors "
              + WeightException.quote(before)
              + " and "
              + WeightException.quote(source)
              + " both map to "
              + target,
          null);
    }
  }
}
