package io.yoso4j.model.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renames the tensors of a ResNet trained elsewhere to the names that YOSO's backbone uses, which
 * are detectron2's:
 *
 * <table>
 * <caption>torchvision to detectron2; X is weight, bias, running_mean or running_var</caption>
 * <tr><td>{@code conv1.weight}</td><td>{@code backbone.stem.conv1.weight}</td></tr>
 * <tr><td>{@code bn1.X}</td><td>{@code backbone.stem.conv1.norm.X}</td></tr>
 * <tr><td>{@code layer1.0.conv2.weight}</td><td>{@code backbone.res2.0.conv2.weight}</td></tr>
 * <tr><td>{@code layer1.0.bn2.X}</td><td>{@code backbone.res2.0.conv2.norm.X}</td></tr>
 * <tr><td>{@code layer2.0.downsample.0.weight}</td><td>{@code backbone.res3.0.shortcut.weight}</td></tr>
 * <tr><td>{@code layer2.0.downsample.1.X}</td><td>{@code backbone.res3.0.shortcut.norm.X}</td></tr>
 * </table>
 *
 * Names that are detectron2's already pass, with or without {@code backbone.}; a leading {@code
 * module.} is dropped.
 */
public final class BackboneWeights {
  private static final String NORM = "(weight|bias|running_mean|running_var)";
  private static final String DATA_PARALLEL = "module.";

  /** Tensors that a detection backbone has no place for, whatever file they come from. */
  private static final List<Pattern> IGNORED =
      List.of(
          Pattern.compile("(.*\\.)?num_batches_tracked"),
          Pattern.compile("((backbone\\.)?stem\\.)?fc\\..*"),
          Pattern.compile("(yoso_neck|yoso_head|criterion)\\..*"),
          Pattern.compile("pixel_(mean|std)"));

  private static final List<Rule> RULES = rules();

  private BackboneWeights() {}

  private record Rule(Pattern pattern, String replacement) {
    @Nullable String apply(String name) {
      Matcher matcher = pattern.matcher(name);
      return matcher.matches() ? matcher.replaceFirst(replacement) : null;
    }
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(rule("conv1\\.weight", "backbone.stem.conv1.weight"));
    rules.add(rule("bn1\\." + NORM, "backbone.stem.conv1.norm.$1"));
    for (int layer = 1; layer <= 4; layer++) {
      String from = "layer" + layer + "\\.(\\d{1,3})\\.";
      String to = "backbone.res" + (layer + 1) + ".$1.";
      rules.add(rule(from + "conv([1-3])\\.weight", to + "conv$2.weight"));
      rules.add(rule(from + "bn([1-3])\\." + NORM, to + "conv$2.norm.$3"));
      rules.add(rule(from + "downsample\\.0\\.weight", to + "shortcut.weight"));
      rules.add(rule(from + "downsample\\.1\\." + NORM, to + "shortcut.norm.$2"));
    }
    rules.add(rule("(?:backbone\\.)?((?:stem|res[2-5])\\..+)", "backbone.$1"));
    return List.copyOf(rules);
  }

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  /**
   * Maps the tensors of a torchvision or detectron2 ResNet; shapes are not looked at, and the depth
   * does not matter.
   *
   * @throws WeightException if two tensors of the file map to the same name
   */
  public static MappedWeights mapTorchvision(WeightFile file) {
    return map(file.source(), file.tensors());
  }

  private static MappedWeights map(Path file, Map<String, WeightTensor> tensors) {
    Map<String, WeightTensor> mapped = new LinkedHashMap<>();
    Map<String, String> sources = new LinkedHashMap<>();
    List<String> ignored = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, WeightTensor> entry : tensors.entrySet()) {
      String source = entry.getKey();
      String name =
          source.startsWith(DATA_PARALLEL) ? source.substring(DATA_PARALLEL.length()) : source;
      if (IGNORED.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
        ignored.add(source);
        continue;
      }
      String target = target(name);
      if (target == null) {
        unknown.add(source);
        continue;
      }
      String before = sources.put(target, source);
      if (before != null) {
        throw new WeightException(
            file,
            "tensors "
                + WeightException.quote(before)
                + " and "
                + WeightException.quote(source)
                + " both map to "
                + target,
            null);
      }
      mapped.put(target, entry.getValue().withName(target));
    }
    return new MappedWeights(mapped, sources, ignored, unknown);
  }

  private static @Nullable String target(String name) {
    for (Rule rule : RULES) {
      String target = rule.apply(name);
      if (target != null) {
        return target;
      }
    }
    return null;
  }
}
