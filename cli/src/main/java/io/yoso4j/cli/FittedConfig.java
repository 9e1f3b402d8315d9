package io.yoso4j.cli;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.health.DatasetStatistics;
import io.yoso4j.train.adapt.Choice;
import io.yoso4j.train.adapt.DataProfile;
import io.yoso4j.train.adapt.FittingSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings chosen for a data set.
 *
 * @param preset what they start from
 * @param profile the numbers that decided
 * @param choices keys, values and reasons
 */
record FittedConfig(String preset, DataProfile profile, List<Choice> choices) {

  /**
   * Reads the annotations and chooses.
   *
   * @param source what error messages name
   * @param parts the one to train on first
   * @param weights of the backbone, as the configuration is to name them; null for random ones
   */
  static FittedConfig of(
      Path source, List<SplitPaths> parts, String preset, int minutes, @Nullable String weights) {
    List<DatasetSplit> splits = DatasetArgument.readAnnotations(parts);
    DataProfile profile;
    try {
      profile = DataProfile.of(DatasetStatistics.of(splits));
    } catch (DataException e) {
      throw e.in(source.toString());
    }
    return new FittedConfig(preset, profile, FittingSettings.of(profile, preset, minutes, weights));
  }

  /** The few numbers that say most, in one line. */
  String summary() {
    return "preset %s, %s queries, %s pixels%s, batches of %s, %s steps"
        .formatted(
            preset,
            value("model.num_queries"),
            value("eval.input_size"),
            value("eval.tile_size").isEmpty() ? "" : " in tiles of " + value("eval.tile_size"),
            value("train.batch_size"),
            value("train.steps"));
  }

  private String value(String key) {
    return choices.stream()
        .filter(choice -> choice.key().equals(key))
        .map(Choice::value)
        .findFirst()
        .orElse("");
  }

  /** Overrides on top of the preset. */
  List<String> sets() {
    return choices.stream().map(Choice::set).toList();
  }
}
