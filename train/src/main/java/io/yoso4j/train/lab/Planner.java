package io.yoso4j.train.lab;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.train.config.OptimSettings;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Decides what a comparison does, or reads what was decided before. */
final class Planner {
  private static final List<String> OWNED =
      List.of(
          "plan.json", "common.yaml", "compare.json", "compare.html", "runs", "state", "warm-up");

  private final LabRequest request;
  private final LabPaths paths;
  private double secondsPerEvaluation;

  Planner(LabRequest request) {
    this.request = request;
    paths = new LabPaths(request.out());
  }

  /** Validation images of the comparison. */
  static CocoDataset validation(TrainConfig config) {
    SplitPaths val = config.data().val();
    if (val == null) {
      throw new DataException(
          "losses are compared on validation images, and the data has none"
              + " ('data split' divides a data set)");
    }
    CocoDataset data = val.read(ReadOptions.STRICT).data();
    data.verifyImages();
    if (data.annotations().noneMatch(a -> !a.crowd())) {
      throw new DataException(data.source() + ": holds no objects to evaluate on");
    }
    return data;
  }

  /**
   * Checks the folder and every configuration before anything is written.
   *
   * @throws LabFolderException if the folder holds something else, or another comparison
   * @throws IllegalArgumentException if a variant is no configuration
   */
  private boolean prepare() {
    if (AtomicFolder.isFree(request.out())) {
      return false;
    }
    if (!Files.isRegularFile(paths.plan()) && !onlyOwned()) {
      throw new LabFolderException(
          request.out() + ": is not empty and holds no comparison; choose another folder");
    }
    if (!request.overwrite()) {
      return Files.isRegularFile(paths.plan());
    }
    for (String name : OWNED) {
      Path entry = request.out().resolve(name);
      if (Files.exists(entry)) {
        AtomicFolder.deleteTree(entry);
      }
      if (Files.exists(entry)) {
        throw new LabFolderException(entry + ": cannot be deleted");
      }
    }
    return false;
  }

  private boolean onlyOwned() {
    try (Stream<Path> entries = Files.list(request.out())) {
      return entries.allMatch(
          entry -> OWNED.contains(entry.getFileName().toString()) || AtomicFile.isTemporary(entry));
    } catch (IOException e) {
      throw new DataException(request.out() + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  /**
   * The plan of the request, which is then on disk.
   *
   * @return empty if the user stopped before there was one
   */
  Optional<LabPlan> plan(LabListener listener) {
    if (Files.exists(request.out()) && !Files.isDirectory(request.out())) {
      throw new LabFolderException(request.out() + ": is a file, not a folder");
    }
    CocoDataset val = validation(request.common());
    checkVariants(val);
    if (prepare()) {
      LabPlan before = LabFile.readJson(paths.plan(), LabPlan.class);
      requireSame(before);
      LabPlan plan = before.with(seeds(), request.resamples());
      LabFile.writeJson(plan, paths.plan());
      return Optional.of(plan);
    }
    AtomicFile.write(
        paths.common(),
        out -> out.write(request.common().toYaml().getBytes(StandardCharsets.UTF_8)));
    VariantConfig configs = new VariantConfig(paths.common());
    listener.onWarmUp(request.variants().size());
    WarmUp warmUp = new WarmUp(paths, configs, listener);
    if (!warmUp.run(request.variants(), val)) {
      return Optional.empty();
    }
    secondsPerEvaluation = warmUp.secondsPerImage() * val.images().size();
    LabPlan plan = make(val, warmUp);
    warnOfMilestones(plan, listener);
    LabFile.writeJson(plan, paths.plan());
    return Optional.of(plan);
  }

  private void warnOfMilestones(LabPlan plan, LabListener listener) {
    OptimSettings optim = request.common().optim();
    int least = plan.variants().stream().mapToInt(VariantPlan::steps).min().orElseThrow();
    if (optim.schedule() == OptimSettings.Schedule.STEP
        && optim.milestones().stream().anyMatch(at -> at > least)) {
      listener.onWarning(
          "optim.milestones %s lie beyond the end of the trainings, whose learning rate will not fall there; fractions such as 0.9 go with any budget"
              .formatted(optim.milestones()));
    }
  }

  /** As far as it was measured now; 0 for a plan that was there. */
  double secondsPerEvaluation() {
    return secondsPerEvaluation;
  }

  /** Values are checked on a copy, so that a wrong one leaves nothing behind. */
  private void checkVariants(CocoDataset val) {
    Path copy = null;
    try {
      copy = Files.createTempFile("yoso4j-common", ".yaml");
      Files.writeString(copy, request.common().toYaml());
      VariantConfig configs = new VariantConfig(copy);
      for (LossVariant variant : request.variants()) {
        configs
            .of(variant.name(), variant.keys(), 0, 1, 1)
            .loss()
            .checkClasses(val.categories().size());
      }
    } catch (IOException e) {
      throw new DataException("the temporary folder cannot be written: " + AtomicFile.reason(e), e);
    } finally {
      if (copy != null) {
        AtomicFolder.deleteTree(copy);
      }
    }
  }

  private LabPlan make(CocoDataset val, WarmUp warmUp) {
    TrainConfig common = request.common();
    CocoDataset train =
        Objects.requireNonNull(common.data().train()).read(ReadOptions.STRICT).data();
    List<VariantPlan> variants = new ArrayList<>();
    for (LossVariant variant : request.variants()) {
      double seconds = warmUp.seconds(variant);
      int steps = steps(seconds);
      variants.add(
          new VariantPlan(
              variant.name(),
              variant.description(),
              variant.keys(),
              steps,
              evalEvery(steps),
              seconds * 1000));
    }
    return new LabPlan(
        request.data(),
        train.images().size(),
        val.images().size(),
        train.categories().stream().map(Category::name).toList(),
        settings(common),
        common.toYaml(),
        variants,
        variants.getFirst().name(),
        seeds(),
        request.budget(),
        request.probeImages(),
        request.resamples());
  }

  private List<Long> seeds() {
    long first = request.common().seed();
    return LongStream.range(first, first + request.seeds()).boxed().toList();
  }

  /** The last evaluation, after the last step, may come sooner than the others. */
  private int evalEvery(int steps) {
    return Math.ceilDiv(steps, request.evaluations());
  }

  private int steps(double secondsPerStep) {
    return switch (request.budget().unit()) {
      case STEPS -> (int) request.budget().amount();
      case MINUTES ->
          Math.clamp(
              (long) (request.budget().amount() * 60 / Math.max(secondsPerStep, 1e-4)),
              1,
              1_000_000_000);
    };
  }

  private static String settings(TrainConfig config) {
    return "%s%s, %d queries, %d pixels, batches of %d, learning rate %s"
        .formatted(
            config.model().backbone().name().toLowerCase(Locale.ROOT),
            config.model().backbone().name().equals("RESNET") ? "-" + config.model().depth() : "",
            config.model().numQueries(),
            config.augment().imageSize(),
            config.train().batchSize(),
            config.optim().lr());
  }

  /** Only the same comparison can go on, or with more seeds, or other resamples at its end. */
  private void requireSame(LabPlan before) {
    String common = request.common().toYaml();
    List<LossVariant> variants =
        before.variants().stream()
            .map(v -> new LossVariant(v.name(), v.description(), v.loss()))
            .toList();
    String other =
        !before.config().equals(common)
            ? "another configuration or data"
            : !variants.equals(request.variants())
                ? "other losses: "
                    + String.join(", ", variants.stream().map(LossVariant::name).toList())
                : before.seeds().size() > request.seeds()
                    ? before.seeds().size() + " seeds"
                    : !before.budget().equals(request.budget())
                        ? "a budget of " + before.budget()
                        : before.probeImages() != request.probeImages()
                            ? before.probeImages() + " probe images"
                            : before.variants().stream()
                                    .anyMatch(v -> v.evalEvery() != evalEvery(v.steps()))
                                ? "another number of evaluations"
                                : null;
    if (other != null) {
      throw new LabFolderException(
          "%s: holds a comparison with %s; repeat that command to go on, add --overwrite to replace it, or choose another --out"
              .formatted(request.out(), other));
    }
  }
}
