package io.yoso4j.cli;

import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.model.InputSize;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.TrainedModel.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands ask of the library: the seam at which tests put something quick. */
interface Workflows {

  /**
   * Trains until the configured number of steps or until the progress asks to stop; writes the run
   * folder but the report.
   */
  TrainResult train(TrainRequest request, TrainProgress progress);

  /** Evaluates a checkpoint of a run. */
  EvalResult evaluate(EvalRequest request);

  /** Finds objects in images and writes overlays and results. */
  PredictResult predict(PredictRequest request, PredictProgress progress);

  /** Writes the page that explains the loss of one image. */
  ExplainResult explain(ExplainTask task);

  /** Writes the built-in data set. */
  void writeShapes(ShapesRequest request);

  /** Writes the report of a run and gives its path. */
  Path writeReport(Path run);

  /**
   * Which images and annotations: one folder to look through, or single paths, which win over the
   * folder.
   *
   * @param format of all of them; found out if null
   */
  record DataPaths(
      @Nullable Path folder,
      @Nullable DatasetFormat format,
      @Nullable Path trainImages,
      @Nullable Path trainAnnotations,
      @Nullable Path valImages,
      @Nullable Path valAnnotations) {

    static final DataPaths NONE = new DataPaths(null, null, null, null, null, null);

    boolean isEmpty() {
      return folder == null && !namesFiles();
    }

    /** Whether single paths are given. */
    boolean namesFiles() {
      return trainImages != null
          || trainAnnotations != null
          || valImages != null
          || valAnnotations != null;
    }
  }

  /**
   * @param preset null for settings chosen by the data, where {@code config} is null too
   * @param overrides {@code key=value} pairs, later ones win
   * @param backboneWeights a file, or the name of published weights
   * @param commandLine recorded in the run
   */
  record TrainRequest(
      DataPaths data,
      Path out,
      @Nullable String preset,
      @Nullable Path config,
      List<String> overrides,
      @Nullable String backboneWeights,
      RunMode mode,
      String commandLine) {}

  /**
   * @param interrupted stopped before the last step, with a checkpoint saved
   * @param segm the twelve COCO numbers for masks by name; empty without an evaluation
   */
  record TrainResult(
      long steps,
      double seconds,
      boolean interrupted,
      Map<String, Double> segm,
      Map<String, Double> bbox) {}

  record EvalRequest(Path run, DataPaths data, Weights checkpoint) {}

  /**
   * @param summary the twelve lines for masks, then those for boxes
   * @param perClass mask AP by class name, NaN where the class has no objects
   */
  record EvalResult(
      int images,
      Map<String, Double> segm,
      Map<String, Double> bbox,
      List<String> summary,
      Map<String, Double> perClass) {}

  /**
   * @param model where the network comes from
   * @param images files, all of them outside {@code out}
   * @param truth whose ids of images and categories results have, knows all images; null for the
   *     model's categories and images counted from 1
   */
  record PredictRequest(
      PredictModel model,
      List<Path> images,
      @Nullable AnnotatedImages truth,
      Path out,
      PredictSettings settings) {}

  /**
   * One of {@code run} and {@code weights} is given.
   *
   * @param checkpoint which of the run's
   * @param categories names and ids of the classes; null for what the weights say
   * @param temperature null for what the weights say
   */
  record PredictModel(
      @Nullable Path run,
      Weights checkpoint,
      @Nullable Path weights,
      @Nullable Path categories,
      @Nullable Double temperature) {}

  /**
   * @param inputSize null for the model's own
   * @param allClasses whether one query may be found as several classes
   * @param batch images that go through the network together
   * @param masks whether each mask becomes an image
   * @param panoptic how images are divided into segments; null for not at all
   */
  record PredictSettings(
      double threshold,
      double maskThreshold,
      @Nullable InputSize inputSize,
      boolean allClasses,
      int batch,
      boolean masks,
      @Nullable PanopticThresholds panoptic,
      boolean semantic) {}

  /** See {@link io.yoso4j.model.PanopticOptions}. */
  record PanopticThresholds(double object, double overlap) {}

  /**
   * @param images read and looked at
   * @param unreadable images left out
   * @param interrupted stopped before the last image; what is written is whole
   */
  record PredictResult(int images, long instances, int unreadable, boolean interrupted) {}

  /**
   * @param image a file, or the name of an image of the data set
   * @param annotations file or folder that describes it; null for the run's own data
   * @param out page to write; null for a place in the run's folder
   * @param overrides {@code key=value} pairs that replace settings of the run
   * @param tile which tile, from 1; null for the one with the most objects
   * @param objects numbers of those to explain in detail; empty for a choice
   */
  record ExplainTask(
      Path run,
      Weights checkpoint,
      String image,
      @Nullable Path annotations,
      @Nullable DatasetFormat format,
      @Nullable Path out,
      List<String> overrides,
      @Nullable Integer tile,
      double threshold,
      List<Integer> objects) {}

  /**
   * @param page that was written
   * @param summary how many objects were found
   * @param missed a sentence for each object that was not
   * @param notes what was left out
   */
  record ExplainResult(Path page, String summary, List<String> missed, List<String> notes) {}

  /**
   * @param size side of the square images, in pixels
   * @param anyHue whether colours say nothing of the class
   */
  record ShapesRequest(Path out, int train, int val, int size, long seed, boolean anyHue) {}
}
