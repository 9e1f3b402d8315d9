package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.adapt.FittingSettings;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.DataSettings;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Configurations from command lines and from run folders. */
final class RunConfigs {

  private RunConfigs() {}

  /**
   * What a training is to do: the preset or, when it is resumed, the run's own configuration, with
   * the command line's changes. Without preset and configuration, settings are chosen by the data.
   *
   * @param notes told what was chosen
   */
  static TrainConfig forTraining(TrainRequest request, Consumer<String> notes) {
    List<String> sets = dataSettings(request.data(), false);
    if (request.backboneWeights() != null) {
      String weights = request.backboneWeights();
      sets.add(
          "model.backbone_weights="
              + (ModelZoo.isName(weights) ? weights : absolute(Path.of(weights))));
    }
    sets.addAll(request.overrides());
    TrainConfig config = load(request, sets, notes);
    if (config.data().trainAnnotations() == null || config.data().trainImages() == null) {
      throw noImages();
    }
    return config;
  }

  private static TrainConfig load(TrainRequest request, List<String> sets, Consumer<String> notes) {
    if (request.mode() == RunMode.RESUME) {
      return ConfigLoader.read(request.out().resolve("config.yaml"), sets);
    }
    String preset = request.preset();
    if (preset != null || request.config() != null) {
      return ConfigLoader.load(preset == null ? "tiny" : preset, request.config(), sets);
    }
    DataSettings data = ConfigLoader.load(FittingSettings.PRESET, null, sets).data();
    if (data.trainAnnotations() == null || data.trainImages() == null) {
      throw noImages();
    }
    FittedConfig fitted = fitted(data, sets, notes);
    notes.accept("Settings chosen by the data ('yoso4j init' explains them): " + fitted.summary());
    List<String> all = new ArrayList<>(fitted.sets());
    all.addAll(sets);
    return ConfigLoader.load(fitted.preset(), null, all);
  }

  private static FittedConfig fitted(DataSettings data, List<String> sets, Consumer<String> notes) {
    List<SplitPaths> parts = Stream.of(data.train(), data.val()).filter(Objects::nonNull).toList();
    Path source = Objects.requireNonNull(data.trainAnnotations(), "trainAnnotations");
    String key = "model.backbone_weights=";
    String chosen =
        sets.stream()
            .filter(set -> set.startsWith(key))
            .reduce((_, last) -> last)
            .map(set -> set.substring(key.length()))
            .orElse(null);
    String option = "--backbone-weights";
    if (chosen == null) {
      boolean there = FittedWeights.standardIsThere(notes);
      return FittedConfig.of(
          source,
          parts,
          FittingSettings.PRESET,
          FittingSettings.MINUTES,
          there ? FittingSettings.WEIGHTS : null);
    }
    boolean none = chosen.isEmpty() || chosen.equals("null");
    String preset = none ? FittingSettings.PRESET : FittedWeights.preset(option, chosen);
    return FittedConfig.of(source, parts, preset, FittingSettings.MINUTES, none ? null : chosen);
  }

  private static CliException noImages() {
    return new CliException(
        ExitCode.USAGE,
        "no training images: give --data DIR, or --train-images and --train-annotations");
  }

  /** The configuration of a run, with other data where the command line names them. */
  static TrainConfig ofRun(Path run, DataPaths data) {
    return ConfigLoader.read(run.resolve("config.yaml"), dataSettings(data, true));
  }

  static @Nullable SplitPaths validation(TrainConfig config) {
    return config.data().val();
  }

  /** Absolute, so that a run folder can be used from any working directory. */
  private static List<String> dataSettings(DataPaths paths, boolean toMeasure) {
    List<String> sets = new ArrayList<>();
    DatasetFormat format = paths.format();
    if (paths.folder() != null) {
      DatasetLayout layout =
          format == null
              ? DatasetLayout.find(paths.folder())
              : DatasetLayout.find(paths.folder(), format);
      if (!paths.namesFiles()) {
        format = layout.splits().getFirst().format();
      }
      if (toMeasure) {
        add(sets, "val", measured(paths.folder(), layout));
      } else {
        add(sets, "train", layout.train());
        layout.val().ifPresent(val -> add(sets, "val", val));
      }
    }
    if (format != null || !paths.isEmpty()) {
      // What was found out or chosen for other data does not hold for these.
      sets.add("data.format=" + (format == null ? "null" : format.key()));
    }
    add(sets, "data.train_annotations", paths.trainAnnotations());
    add(sets, "data.train_images", paths.trainImages());
    add(sets, "data.val_annotations", paths.valAnnotations());
    add(sets, "data.val_images", paths.valImages());
    return sets;
  }

  /** The part {@code val}, or the only one. */
  private static SplitPaths measured(Path folder, DatasetLayout layout) {
    if (layout.val().isPresent()) {
      return layout.val().get();
    }
    if (layout.splits().size() > 1) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "%s: has no part val, only %s"
              .formatted(
                  folder,
                  String.join(", ", layout.splits().stream().map(SplitPaths::name).toList())));
    }
    return layout.splits().getFirst();
  }

  private static void add(List<String> sets, String name, SplitPaths split) {
    add(sets, "data.%s_annotations".formatted(name), split.annotations());
    add(sets, "data.%s_images".formatted(name), split.images());
  }

  private static void add(List<String> sets, String key, @Nullable Path path) {
    if (path != null) {
      sets.add(key + "=" + absolute(path));
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
