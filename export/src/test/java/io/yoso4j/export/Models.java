package io.yoso4j.export;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.BackboneConfig.Norm;
import io.yoso4j.model.yoso.MobileNetV2Config;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
        new Named(
            "group normalisation",
            ModelCard.EMPTY,
            folder -> write(folder, tiny(new ResNetConfig(18, 32, 32, 32, Norm.GROUP, 2)))),
        new Named(
            "synchronised normalisation, half frozen",
            ModelCard.EMPTY,
            folder -> write(folder, tiny(new ResNetConfig(50, 16, 32, 16, Norm.SYNC, 3)))),
        new Named(
            "MobileNetV2",
            ModelCard.EMPTY,
            folder -> write(folder, tiny(new MobileNetV2Config(Norm.BATCH, 2)))),
        golden("small_r50w8"),
        golden("small_3stage_3fc"));
  }

  /** Even and single taps, several layers, a bottleneck backbone. */
  private static YosoConfig unusual() {
    return YosoConfig.tiny(2).toBuilder()
        .backbone(new ResNetConfig(50, 8, 16, 4, Norm.FROZEN, 0))
        .convKernel1d(1)
        .numStages(1)
        .numClsFcs(2)
        .build();
  }

  private static YosoConfig tiny(BackboneConfig backbone) {
    return YosoConfig.tiny(2).withBackbone(backbone);
  }

  static Path write(Path folder, YosoConfig config) {
    Path file = folder.resolve("model.safetensors");
    try (YosoNetwork network = YosoNetwork.create(config, 7)) {
      Safetensors.write(
          file,
          trained(NetworkWeights.store(network.parameters())),
          Map.of(ModelCard.METADATA_KEY, CARD.toJson()));
    }
    return file;
  }

  /** Statistics and affine values of normalisations as after some training. */
  private static Map<String, WeightTensor> trained(Map<String, WeightTensor> fresh) {
    Map<String, WeightTensor> weights = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(11);
    new TreeMap<>(fresh)
        .forEach((name, tensor) -> {
          boolean scale = name.endsWith("running_var") || name.endsWith("weight");
          boolean normal = tensor.shape().length == 1 && (scale || name.endsWith("running_mean"));
          weights.put(name, normal ? random(tensor, scale ? 1 : 0, random) : tensor);
        });
    return weights;
  }

  private static WeightTensor random(WeightTensor of, double middle, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(of.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (middle + 0.3 * (random.nextDouble() - 0.5));
    }
    return WeightTensor.ofFloats(of.name(), values, of.shape());
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
