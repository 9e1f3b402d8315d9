package io.yoso4j.train.lab;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.SmallRuns;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Comparisons of a few steps on a few small images. */
final class SmallLab {
  static final int SEEDS = 2;
  static final int STEPS = 6;
  static final int EVALUATIONS = 3;

  private SmallLab() {}

  static Path shapes(Path folder) {
    Path shapes = folder.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(9, 4).withSize(48));
    return shapes;
  }

  static TrainConfig common(Path shapes, String... sets) {
    List<String> all = new ArrayList<>(List.of("train.batch_size=2", "log.tensorboard=false"));
    all.addAll(List.of(sets));
    return SmallRuns.smallest(shapes, all.toArray(String[]::new));
  }

  static LabRequest request(TrainConfig common, Path out) {
    return request(common, out, List.of("set", "baseline"), List.of(), "6steps", false);
  }

  static LabRequest request(
      TrainConfig common,
      Path out,
      List<String> losses,
      List<String> own,
      String budget,
      boolean overwrite) {
    return new LabRequest(
        "shapes",
        common,
        VariantParser.parse(losses, own),
        SEEDS,
        LabBudget.of(budget),
        EVALUATIONS,
        3,
        100,
        out,
        overwrite,
        "test");
  }
}
