package io.yoso4j.export;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Small models with two classes, and upstream's small ones where the reference values are. */
final class Models {
  static final ModelCard CARD =
      new ModelCard(
          List.of(new PanopticCategory(4, "cat", true), new PanopticCategory(9, "sky", false)),
          0.07,
          YosoConfig.tiny(2).input(),
          new InputSize.LongestSide(128));

  private Models() {}

  interface Source {
    Path file(Path folder);
  }

  record Named(String name, ModelCard card, Source source) {
    StoredModel read(Path folder, Arena arena) {
      return StoredModel.read(source.file(folder), card, arena);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> all() {
    return Stream.of(
        new Named("tiny", ModelCard.EMPTY, folder -> write(folder, YosoConfig.tiny(2))),
        new Named("unusual", ModelCard.EMPTY, folder -> write(folder, unusual())),
        golden("small_r50w8"),
        golden("small_3stage_3fc"));
  }

  /** Even and single taps, several layers, a bottleneck backbone. */
  private static YosoConfig unusual() {
    return YosoConfig.tiny(2).toBuilder()
        .backbone(new ResNetConfig(50, 8, 16, 4, ResNetConfig.Norm.FROZEN, 0))
        .convKernel1d(1)
        .numStages(1)
        .numClsFcs(2)
        .build();
  }

  static Path write(Path folder, YosoConfig config) {
    Path file = folder.resolve("model.safetensors");
    try (YosoNetwork network = YosoNetwork.create(config, 7)) {
      Safetensors.write(
          file,
          NetworkWeights.store(network.parameters()),
          Map.of(ModelCard.METADATA_KEY, CARD.toJson()));
    }
    return file;
  }

  private static Named golden(String name) {
    return new Named(
        name,
        ModelCard.EMPTY.withTemperature(0.05),
        _ -> {
          for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/golden/model").resolve(name).resolve("weights.pth");
            if (Files.isRegularFile(file)) {
              return file;
            }
          }
          return Assumptions.abort("no shared/golden/model/" + name + " above the working folder");
        });
  }
}
