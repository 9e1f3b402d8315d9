package io.yoso4j.train;

import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.NetworkWeights.LoadReport;
import io.yoso4j.model.weights.BackboneWeights;
import io.yoso4j.model.weights.MappedWeights;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.model.zoo.DownloadListener;
import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.model.zoo.WeightCache;
import java.nio.file.Path;
import java.util.List;

/** Pretrained backbones: what fits is taken, everything else is named. */
final class BackboneLoading {
  private static final String BACKBONE = "backbone.";
  private static final int NAMED_AT_MOST = 6;

  private BackboneLoading() {}

  /**
   * Loads weights into the network's backbone and tells the listener what was missing.
   *
   * @param source a file, or a name of {@link ModelZoo}, which is downloaded when it is not in the
   *     cache yet
   * @throws TrainException if the file cannot be read or holds nothing that fits
   * @throws io.yoso4j.model.zoo.ZooException if weights of that name cannot be had
   */
  static void load(YosoNetwork network, String source, TrainListener listener) {
    Path file =
        ModelZoo.isName(source)
            ? WeightCache.standard().get(ModelZoo.get(source), DownloadListener.NONE)
            : Path.of(source);
    LoadReport report;
    MappedWeights mapped;
    try {
      mapped = BackboneWeights.map(WeightFile.read(file));
      report = NetworkWeights.loadPartial(network.parameters(), mapped.mapped());
    } catch (WeightException e) {
      throw new TrainException(TrainException.Kind.DATA, RunJson.firstLine(e), e);
    }
    List<String> missing =
        report.missing().stream().filter(name -> name.startsWith(BACKBONE)).toList();
    if (report.loaded().isEmpty()) {
      throw new TrainException(
          TrainException.Kind.DATA,
          file
              + " holds no tensor of this backbone: "
              + report.misshaped().size()
              + " of another shape, "
              + report.unexpected().size()
              + " unknown; do model.backbone and model.depth fit?");
    }
    tell(listener, file, "lacks", missing);
    tell(listener, file, "has other shapes for", report.misshaped());
    tell(listener, file, "also holds (not used)", mapped.unknown());
    tell(listener, file, "leaves to be filled in", mapped.filled());
  }

  private static void tell(TrainListener listener, Path file, String what, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMED_AT_MOST)));
    String more =
        names.size() > NAMED_AT_MOST ? " and " + (names.size() - NAMED_AT_MOST) + " more" : "";
    listener.onWarning(
        "backbone weights %s %s %d tensors: %s%s"
            .formatted(file.getFileName(), what, names.size(), shown, more));
  }
}
