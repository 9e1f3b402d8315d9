package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.criterion.loss.Diagnostics;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.MatchedPairs.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the numbers of a device's loss into words; looks closer where they are not finite. */
final class DeviceReport {
  private static final List<String> PLACES =
      List.of(
          "cost",
          StageResult.LOSS_CE,
          StageResult.LOSS_BBOX,
          StageResult.LOSS_GIOU,
          StageResult.LOSS_MASK,
          StageResult.LOSS_DICE);

  private final SetCriterionConfig config;
  private final List<GroupLoss> groups;
  private final Matching matching;
  private final List<ImageTargets> targets;
  private final HostReads reads;

  DeviceReport(
      SetCriterionConfig config,
      List<GroupLoss> groups,
      Matching matching,
      List<ImageTargets> targets,
      HostReads reads) {
    this.config = config;
    this.groups = groups;
    this.matching = matching;
    this.targets = targets;
    this.reads = reads;
  }

  /**
   * The report.
   *
   * @param terms {@link GroupLoss#terms} of all groups
   */
  LossReport of(float[] terms, double numMasks) {
    StageLoss[] stages = new StageLoss[matching.assignments().size()];
    double total = 0;
    int at = 0;
    for (GroupLoss group : groups) {
      for (int stage : group.group().indices()) {
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Double> weighted = new LinkedHashMap<>();
        putTerms(losses, weighted, group.group(), terms, at);
        if (group.group().scored() && ClassFigures.wanted(config)) {
          losses.put(StageResult.CARDINALITY_ERROR, (double) terms[at + 5]);
          losses.put(
              StageResult.CLASS_ERROR,
              Diagnostics.classError(Math.round(terms[at + 6]), matched(stage)));
        }
        at += GroupLoss.TERMS;
        total += weighted.values().stream().mapToDouble(Double::doubleValue).sum();
        stages[stage] =
            new StageLoss(
                "s" + stage,
                Collections.unmodifiableMap(losses),
                Collections.unmodifiableMap(weighted),
                matching.assignments().get(stage));
      }
    }
    return new LossReport(total, numMasks, List.of(stages), nonFinite(Double.isFinite(total)));
  }

  private void putTerms(
      Map<String, Double> losses,
      Map<String, Double> weighted,
      StageGroup group,
      float[] terms,
      int at) {
    LossWeights weights = config.weights();
    if (group.scored()) {
      put(losses, weighted, StageResult.LOSS_CE, terms[at], weights.classification());
    }
    if (group.masked()) {
      put(losses, weighted, StageResult.LOSS_MASK, terms[at + 1], weights.mask());
      put(losses, weighted, StageResult.LOSS_DICE, terms[at + 2], weights.dice());
    }
    if (group.boxed()) {
      put(losses, weighted, StageResult.LOSS_BBOX, terms[at + 3], weights.box());
      put(losses, weighted, StageResult.LOSS_GIOU, terms[at + 4], weights.giou());
    }
  }

  private int matched(int stage) {
    return matching.assignments().get(stage).stream().mapToInt(Assignment::size).sum();
  }

  private static void put(
      Map<String, Double> losses,
      Map<String, Double> weighted,
      String term,
      double value,
      double weight) {
    losses.put(term, value);
    weighted.put(term, value * weight);
  }

  private List<NonFinite> nonFinite(boolean termsAreFinite) {
    List<Place> places = new ArrayList<>();
    for (int stage = 0; stage < matching.nonFinite().size(); stage++) {
      for (int image = 0; image < targets.size(); image++) {
        add(places, stage, image, matching.nonFinite().get(stage).get(image), "cost");
      }
    }
    if (!termsAreFinite) {
      groups.forEach(group -> addTerms(places, group));
    }
    return places.stream()
        .sorted(
            Comparator.comparingInt(Place::stage)
                .thenComparingInt(Place::image)
                .thenComparingInt(p -> PLACES.indexOf(p.term)))
        .map(p -> new NonFinite("s" + p.stage, targets.get(p.image).imageId(), p.query, p.term))
        .toList();
  }

  private void addTerms(List<Place> places, GroupLoss group) {
    Tensor perQuery = group.perQuery();
    if (perQuery != null) {
      float[] losses = reads.floats(perQuery.detach());
      int queries = group.group().shape().queries();
      for (int i = 0; i < losses.length; i++) {
        int row = i / queries;
        int stage = group.group().indices().get(row / targets.size());
        addUnlessFinite(
            places, losses[i], stage, row % targets.size(), i % queries, StageResult.LOSS_CE);
      }
    }
    BoxTerms boxes = group.boxes();
    if (boxes != null) {
      addPairs(places, group, boxes.l1(), StageResult.LOSS_BBOX);
      addPairs(places, group, boxes.giou(), StageResult.LOSS_GIOU);
    }
    MaskTerms masks = group.masks();
    if (masks != null) {
      addPairs(places, group, masks.pointwise(), StageResult.LOSS_MASK);
      addPairs(places, group, masks.dice(), StageResult.LOSS_DICE);
    }
  }

  private void addPairs(List<Place> places, GroupLoss group, Tensor perPair, String term) {
    float[] values = reads.floats(perPair);
    for (int i = 0; i < values.length; i++) {
      Pair pair = group.pairs().all().get(i);
      addUnlessFinite(places, values[i], pair.stage(), pair.image(), pair.query(), term);
    }
  }

  private static void addUnlessFinite(
      List<Place> places, float value, int stage, int image, int query, String term) {
    if (!Float.isFinite(value)) {
      add(places, stage, image, query, term);
    }
  }

  /** Keeps the first query of a stage, image and term. */
  private static void add(List<Place> places, int stage, int image, int query, String term) {
    boolean known =
        places.stream().anyMatch(p -> p.stage == stage && p.image == image && p.term.equals(term));
    if (query >= 0 && !known) {
      places.add(new Place(stage, image, query, term));
    }
  }

  private record Place(int stage, int image, int query, String term) {}
}
