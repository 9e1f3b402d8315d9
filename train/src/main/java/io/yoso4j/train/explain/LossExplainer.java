package io.yoso4j.train.explain;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.Instance;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.train.TrainException;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import io.yoso4j.train.pipeline.StillObjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the loss of one image apart: the network runs as in inference, without random changes of
 * the image, and the run's criterion is asked for its decisions.
 *
 * <p>Numbers differ from those of a training step in three ways: images are not augmented,
 * normalisation uses running statistics, and the mask terms are divided by the objects of this
 * image instead of those of a batch.
 */
public final class LossExplainer {
  private final TrainedModel model;
  private final ExplainRequest request;
  private final SetCriterionConfig criterion;
  private final SegmenterOptions options;
  private final ViewedImage view;
  private final Recording recording;
  private final StillObjects still;

  private LossExplainer(TrainedModel model, ExplainRequest request) {
    this.model = model;
    this.request = request;
    criterion = ConfiguredCriterion.of(model.config().loss(), model.categories().size());
    SegmenterOptions evaluated = model.options();
    view =
        ViewedImage.of(request, evaluated.inputSize(), evaluated.tiling(), model.network().input());
    options = evaluated.withInputSize(view.size()).withTiling(null);
    recording = record();
    still =
        StillObjects.of(view.record(), view.objects(), view.crowds(), scaled(), recording.padded());
  }

  /**
   * Explains an image.
   *
   * @param model with the run's configuration, whose loss is explained
   * @param request which image, and how
   * @throws IllegalArgumentException if a tile or a detail asked for is not there
   * @throws io.yoso4j.data.DataException if an object cannot be drawn
   * @throws TrainException if the loss is not finite
   */
  public static ExplainedLoss explain(TrainedModel model, ExplainRequest request) {
    return new LossExplainer(model, request).run();
  }

  private Recording record() {
    StageRecorder recorder = new StageRecorder(model.network());
    try (Segmenter segmenter = Segmenter.of(recorder, options.withMaxDetections(1), card())) {
      List<Instance> unused = segmenter.segment(view.pixels());
      Objects.requireNonNull(unused);
    }
    return recorder.recording();
  }

  private ModelCard card() {
    return new ModelCard(
        model.categories().stream()
            .map(category -> new PanopticCategory(category.id(), category.name(), true))
            .toList(),
        null,
        model.network().input(),
        options.inputSize());
  }

  private ImageSize scaled() {
    return options.inputSize().of(view.record().width(), view.record().height());
  }

  private ExplainedLoss run() {
    List<ExplainedObject> objects = objects();
    StageLosses losses =
        StageLosses.of(
            criterion,
            recording.stages(),
            targets(objects),
            PointDraws.counterBased(
                model.config().seed(), model.step(), new long[] {request.image().id()}));
    requireFinite(losses.explanation().result());
    List<ExplainedStage> stages = new ArrayList<>();
    StageInference inference =
        new StageInference(
            view.pixels(),
            model.network(),
            options,
            card(),
            criterion.classification() instanceof Classification.SoftmaxCrossEntropy);
    List<QueryResult> queries = List.of();
    for (int stage = 0; stage < recording.stages().size(); stage++) {
      float[] classes = inference.classes(recording.stages().get(stage));
      queries = inference.queries(recording.stages().get(stage), classes);
      stages.add(stage(stage, objects, queries, losses, classes));
    }
    List<ExplainedCrowd> crowds =
        view.crowds().stream()
            .map(crowd -> new ExplainedCrowd(crowd.category(), view.mask(crowd)))
            .toList();
    Judge judge =
        new Judge(
            objects,
            crowds,
            queries,
            stages.getLast(),
            request.threshold(),
            options.maxDetections());
    List<Verdict> verdicts = judge.verdicts();
    List<Integer> detailed = details(objects, verdicts, stages);
    StageDetails details = new StageDetails(model.network(), recording, losses, objects, detailed);
    for (int stage = 0; stage < stages.size(); stage++) {
      stages.set(stage, details.addTo(stages.get(stage), stage));
    }
    return new ExplainedLoss(
        request.image(),
        new ExplainedView(
            view.pixels(),
            view.tile(),
            scaled(),
            recording.padded(),
            new ImageSize(recording.gridWidth(), recording.gridHeight())),
        criterion,
        model.step(),
        request.threshold(),
        losses.explanation().result().total(),
        losses.explanation().result().numMasks(),
        model.categories().stream().map(Category::name).toList(),
        objects,
        crowds,
        detailed,
        stages,
        queries,
        judge.detections(),
        verdicts,
        judge.falseDetections());
  }

  private static void requireFinite(CriterionResult result) {
    if (!result.nonFinite().isEmpty()) {
      NonFinite first = result.nonFinite().getFirst();
      throw new TrainException(
          TrainException.Kind.NON_FINITE,
          "image %d: the network's predictions give no finite loss: stage %s, query %d, %s; there is nothing to explain"
              .formatted(first.imageId(), first.stage(), first.query(), first.term()));
    }
  }

  private List<ExplainedObject> objects() {
    List<ExplainedObject> objects = new ArrayList<>();
    int targets = 0;
    for (int i = 0; i < view.objects().size(); i++) {
      boolean there = still.masks().get(i).area() > 0;
      objects.add(
          new ExplainedObject(
              view.numbers().get(i),
              view.objects().get(i).id(),
              view.objects().get(i).category(),
              view.mask(view.objects().get(i)),
              view.visible().get(i),
              there ? targets++ : -1));
    }
    return objects;
  }

  private ImageTargets targets(List<ExplainedObject> objects) {
    int[] seen =
        IntStream.range(0, objects.size()).filter(i -> objects.get(i).target() >= 0).toArray();
    return new ImageTargets(
            request.image().id(),
            Arrays.stream(seen).map(i -> objects.get(i).category()).toArray(),
            Arrays.stream(seen).mapToObj(i -> bits(still.masks().get(i))).toList(),
            recording.padded().height(),
            recording.padded().width())
        .withIgnore(bits(still.ignore()));
  }

  private static BitMask bits(Bitmap mask) {
    return BitMask.of(mask.height(), mask.width(), mask.words());
  }

  private ExplainedStage stage(
      int index,
      List<ExplainedObject> objects,
      List<QueryResult> queries,
      StageLosses losses,
      float @Nullable [] classes) {
    ImageExplanation image = losses.explanation().images().get(index);
    StageResult result = losses.explanation().result().stages().get(index);
    double[][] iou = new double[queries.size()][objects.size()];
    for (int query = 0; query < iou.length; query++) {
      for (int object = 0; object < iou[query].length; object++) {
        iou[query][object] =
            queries.get(query).empty()
                ? 0
                : Rle.iou(queries.get(query).mask(), objects.get(object).mask(), false);
      }
    }
    return new ExplainedStage(
        result, image.costs(), image.gradientShares(), iou, classes, List.of(), Map.of());
  }

  private List<Integer> details(
      List<ExplainedObject> objects, List<Verdict> verdicts, List<ExplainedStage> stages) {
    if (!request.details().isEmpty()) {
      return request.details().stream()
          .map(number -> indexOf(number, objects))
          .distinct()
          .sorted()
          .toList();
    }
    return IntStream.range(0, objects.size())
        .filter(i -> objects.get(i).matchedIn(stages))
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> verdicts.get(i).found() != null)
                .thenComparing(i -> stages.getLast().queryOf(objects.get(i).target()) < 0))
        .limit(ExplainRequest.MOST_DETAILS)
        .sorted()
        .toList();
  }

  private static int indexOf(int number, List<ExplainedObject> objects) {
    return IntStream.range(0, objects.size())
        .filter(i -> objects.get(i).number() == number)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "object %d is not there: %s"
                    .formatted(
                        number,
                        objects.isEmpty()
                            ? "there are none"
                            : "objects are "
                                + objects.stream()
                                    .map(each -> Integer.toString(each.number()))
                                    .reduce((a, b) -> a + ", " + b)
                                    .orElse(""))));
  }
}
