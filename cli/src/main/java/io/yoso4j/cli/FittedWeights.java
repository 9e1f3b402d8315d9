package io.yoso4j.cli;

import io.yoso4j.model.weights.BackboneWeights;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.zoo.DownloadListener;
import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.model.zoo.WeightCache;
import io.yoso4j.model.zoo.ZooException;
import io.yoso4j.train.adapt.FittingSettings;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** Which preset goes with pretrained weights, and whether the usual ones can be had. */
final class FittedWeights {

  private FittedWeights() {}

  /**
   * The preset for a file or published weights.
   *
   * @param option what the user typed before it
   * @throws CliException when they are for none of the presets that settings are chosen for
   */
  static String preset(String option, String weights) {
    if (ModelZoo.isName(weights)) {
      String name = ModelZoo.get(weights).name();
      if (name.contains("mobilenet_v2")) {
        return "mnv2";
      }
      if (name.contains("resnet18")) {
        return "r18";
      }
      throw neither(option, weights, ExitCode.USAGE);
    }
    Path file = Path.of(weights);
    DataOptions.file(option, file);
    Set<String> names = BackboneWeights.map(WeightFile.read(file)).mapped().keySet();
    if (names.stream().anyMatch(name -> name.startsWith("backbone.features."))) {
      return "mnv2";
    }
    if (names.contains("backbone.res2.0.conv2.weight")
        && !names.contains("backbone.res2.0.conv3.weight")) {
      return "r18";
    }
    throw neither(option, weights, ExitCode.DATA_ERROR);
  }

  private static CliException neither(String option, String weights, ExitCode code) {
    return new CliException(
        code,
        "%s %s: is neither a MobileNetV2 nor a ResNet-18, and settings are chosen for these only"
            .formatted(option, weights),
        "train --preset names what others are for.");
  }

  /** Whether the usual weights are here; downloads them first where they are not. */
  static boolean standardIsThere(Consumer<String> notes) {
    try {
      Path _ =
          WeightCache.standard().get(ModelZoo.get(FittingSettings.WEIGHTS), DownloadListener.NONE);
      return true;
    } catch (ZooException e) {
      notes.accept(
          "Starts from random weights, which learn slowly: "
              + e.getMessage()
              + " --backbone-weights FILE names others.");
      return false;
    }
  }
}
