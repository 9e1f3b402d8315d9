package io.yoso4j.train.explain;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.dataset.ImageRecord;
import java.util.List;

/**
 * The loss of one image, taken apart, and what became of its objects.
 *
 * @param image what the data set says of it
 * @param view what the network saw
 * @param criterion configuration of the loss
 * @param step of the weights
 * @param threshold lowest score of a detection
 * @param total the weighted loss, all stages
 * @param numMasks what the mask terms were divided by: the objects of this image alone
 * @param classes names in the order of indices
 * @param objects annotated objects that lie in the view
 * @param crowds regions that excuse detections of their class
 * @param detailed indices of the objects that are explained in detail, rising; one that no query is
 *     matched to at a stage has no pair there
 * @param stages in their order; the last one is what inference uses
 * @param queries what inference makes of every query, by index
 * @param detections those that are shown at the threshold, best first
 * @param verdicts one per object
 * @param falseDetections detections that count for no object, best first; without those that lie in
 *     a crowd of their class
 */
public record ExplainedLoss(
    ImageRecord image,
    ExplainedView view,
    SetCriterionConfig criterion,
    long step,
    double threshold,
    double total,
    double numMasks,
    List<String> classes,
    List<ExplainedObject> objects,
    List<ExplainedCrowd> crowds,
    List<Integer> detailed,
    List<ExplainedStage> stages,
    List<QueryResult> queries,
    List<QueryResult> detections,
    List<Verdict> verdicts,
    List<FalseDetection> falseDetections) {
  /** Copies the lists. */
  public ExplainedLoss {
    classes = List.copyOf(classes);
    objects = List.copyOf(objects);
    crowds = List.copyOf(crowds);
    detailed = List.copyOf(detailed);
    stages = List.copyOf(stages);
    queries = List.copyOf(queries);
    detections = List.copyOf(detections);
    verdicts = List.copyOf(verdicts);
    falseDetections = List.copyOf(falseDetections);
  }

  /** Number of objects found. */
  public long found() {
    return verdicts.stream().filter(verdict -> verdict.found() != null).count();
  }
}
