package io.yoso4j.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole configuration of the original YOSO, a detectron2 YAML file with {@code MODEL}, {@code
 * SOLVER} and {@code INPUT} and the files it names under {@code _BASE_}, as settings here.
 *
 * <p>What the file leaves out has the default of detectron2 or of YOSO's {@code config.py}; what
 * neither has a key for is as in the preset {@code r50}. A key that changes results and is not
 * supported is an error that names file, line and key. Nothing in a file is ever executed: of
 * {@code !!python/object/apply:eval} only lists of sizes of the form that the published files have
 * are understood, by reading them.
 */
public final class UpstreamConfig {
  private static final Pattern TOP_LEVEL =
      Pattern.compile(
          "(?m)^(_BASE_|MODEL|SOLVER|INPUT|DATASETS|DATALOADER|TEST|OUTPUT_DIR|CUDNN_BENCHMARK)[ \\t]*:");

  private UpstreamConfig() {}

  /** What became of a key. */
  public enum Use {
    /** It decides what it decides in the original. */
    TAKEN,
    /** Something else is done here; results differ. */
    REPLACED,
    /** It does not change the training. */
    IGNORED
  }

  /**
   * A key of the original.
   *
   * @param key such as {@code SOLVER.BASE_LR}
   * @param value as written, or the original's default
   * @param written whether a file says so; otherwise it is the default
   * @param use what became of it
   * @param meaning the keys here that it decides, else what is done or why nothing is
   */
  public record Entry(String key, String value, boolean written, Use use, String meaning) {}

  /**
   * The configuration and how it came about.
   *
   * @param config all settings
   * @param entries the keys written, in the order of the files, then defaults that were used
   */
  public record Imported(TrainConfig config, List<Entry> entries) {
    /** Copies the list. */
    public Imported {
      entries = List.copyOf(entries);
    }

    /** The entries of one kind. */
    public List<Entry> of(Use use) {
      return entries.stream().filter(entry -> entry.use() == use).toList();
    }
  }

  /**
   * Whether a file is an original configuration, by its sections in capitals.
   *
   * @throws ConfigException if it cannot be read
   */
  public static boolean isUpstream(Path file) {
    return TOP_LEVEL.matcher(ConfigLoader.text(file)).find();
  }

  /**
   * Reads an original configuration.
   *
   * @throws ConfigException naming file, line and key
   */
  public static Imported read(Path file) {
    UpstreamKeys keys = keys(file);
    return new Imported(ConfigLoader.load("r50", file, List.of()), keys.entries());
  }

  /** The settings here that a file decides. */
  static Map<String, Setting> settings(Path file) {
    return keys(file).settings();
  }

  private static UpstreamKeys keys(Path file) {
    UpstreamKeys keys = new UpstreamKeys(file, UpstreamYaml.read(file));
    UpstreamModelKeys.map(keys);
    UpstreamLossSection.map(keys);
    UpstreamSolverKeys.map(keys);
    UpstreamInputKeys.map(keys);
    UpstreamOtherKeys.map(keys);
    for (String key : keys.unused()) {
      Optional<String> nearest = Suggestion.nearest(key, keys.known());
      throw keys.problem(
          key, "is unknown" + nearest.map(k -> "; did you mean " + k + "?").orElse(""));
    }
    return keys;
  }
}
