package io.yoso4j.train.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CostParts;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects and queries are strips of a row of 100 pixels. */
class JudgeTest {
  private static final int WIDTH = 100;
  private static final int CLASSES = 2;

  private final List<ExplainedObject> objects = new ArrayList<>();
  private final List<QueryResult> queries = new ArrayList<>();
  private final List<ExplainedCrowd> crowds = new ArrayList<>();
  private int[] queryOf = new int[0];
  private int kept = 100;

  private static Rle strip(int from, int to) {
    return Rle.ofCounts(1, WIDTH, new int[] {from, to - from, WIDTH - to});
  }

  /** The query -1 is none, -2 that it has no target. */
  private void object(int category, int from, int to, int query) {
    queryOf = Arrays.copyOf(queryOf, objects.size() + 1);
    queryOf[objects.size()] = query;
    objects.add(
        new ExplainedObject(
            objects.size() + 1,
            7,
            category,
            strip(from, to),
            1,
            query == -2 ? -1 : objects.size()));
  }

  private void query(int category, double probability, double score, int from, int to) {
    queries.add(
        new QueryResult(
            queries.size(),
            category,
            probability,
            1 - probability,
            score,
            from == to ? Rle.empty(1, WIDTH) : strip(from, to)));
  }

  private Judge judge() {
    double[][] iou = new double[queries.size()][objects.size()];
    float[] classes = new float[queries.size() * (CLASSES + 1)];
    for (QueryResult query : queries) {
      for (int i = 0; i < objects.size(); i++) {
        iou[query.query()][i] =
            query.empty() ? 0 : Rle.iou(query.mask(), objects.get(i).mask(), false);
      }
      classes[query.query() * (CLASSES + 1) + query.category()] = (float) query.probability();
    }
    int[] matched =
        java.util.stream.IntStream.range(0, queryOf.length).filter(i -> queryOf[i] >= 0).toArray();
    Assignment assignment =
        new Assignment(Arrays.stream(matched).map(i -> queryOf[i]).toArray(), matched, new int[0]);
    ExplainedStage last =
        new ExplainedStage(
            new StageResult("s1", Map.of(), Map.of(), List.of(assignment), null, null, null),
            new CostParts(
                0,
                0,
                new double[0],
                new double[0],
                new double[0],
                new double[0],
                new double[0],
                new double[0]),
            Map.of(),
            iou,
            classes,
            List.of(),
            Map.of());
    return new Judge(objects, crowds, queries, last, 0.5, kept);
  }

  private Verdict only() {
    return judge().verdicts().getFirst();
  }

  @Test
  void aGoodDetectionFinds() {
    object(1, 10, 20, 0);
    query(1, 0.9, 0.8, 10, 21);
    Verdict verdict = only();
    assertThat(verdict.found()).isSameAs(queries.getFirst());
    assertThat(verdict.foundIou()).isEqualTo(10 / 11.0);
    assertThat(verdict.reasons()).isEmpty();
    assertThat(judge().falseDetections()).isEmpty();
  }

  @Test
  void aQueryThatTheLossMatchedElsewhereMayFind() {
    object(1, 10, 20, 0);
    query(0, 0.3, 0.2, 50, 60);
    query(1, 0.9, 0.8, 10, 20);
    Verdict verdict = only();
    assertThat(verdict.found()).isSameAs(queries.get(1));
    assertThat(verdict.matched()).isSameAs(queries.get(0));
  }

  @Test
  void everythingWrongIsNamedInOrder() {
    object(1, 10, 20, 0);
    query(0, 0.3, 0.2, 15, 30);
    assertThat(only().reasons())
        .containsExactly(Reason.POOR_MASK, Reason.WRONG_CLASS, Reason.LOW_SCORE);
  }

  @Test
  void anEmptyMaskIsNotPoorButMissing() {
    object(0, 10, 20, 0);
    query(0, 0.9, 0, 0, 0);
    assertThat(only().reasons()).containsExactly(Reason.EMPTY_MASK);
  }

  @Test
  void theScoreAloneMayBeTooLow() {
    object(0, 10, 20, 0);
    query(0, 0.6, 0.49, 10, 20);
    assertThat(only().reasons()).containsExactly(Reason.LOW_SCORE);
    assertThat(only().classProbability()).isEqualTo(0.6f);
  }

  @Test
  void objectsTheLossDoesNotSeeOrHasNoQueryFor() {
    object(0, 10, 20, -2);
    object(0, 30, 40, -1);
    query(0, 0.2, 0.1, 60, 70);
    List<Verdict> verdicts = judge().verdicts();
    assertThat(verdicts.get(0).reasons()).containsExactly(Reason.VANISHED);
    assertThat(verdicts.get(1).reasons()).containsExactly(Reason.NO_QUERY);
    assertThat(verdicts.get(1).matched()).isNull();
  }

  @Test
  void detectionsBeyondTheLimitAreNotKept() {
    kept = 1;
    object(0, 10, 20, 0);
    query(0, 0.6, 0.55, 10, 20);
    query(1, 0.9, 0.8, 60, 70);
    assertThat(only().reasons()).containsExactly(Reason.NOT_KEPT);
    assertThat(judge().detections()).containsExactly(queries.get(1));
  }

  @Test
  void aDetectionCountsForOneObjectOnly() {
    object(0, 10, 20, 0);
    object(0, 10, 19, 1);
    query(0, 0.9, 0.8, 10, 20);
    query(0, 0.2, 0.1, 60, 70);
    List<Verdict> verdicts = judge().verdicts();
    assertThat(verdicts.get(0).found()).isSameAs(queries.get(0));
    assertThat(verdicts.get(1).found()).isNull();
    // Now the matched query counts for the other object.
    queryOf = new int[] {1, 0};
    assertThat(judge().verdicts().get(1).reasons()).containsExactly(Reason.TAKEN);
  }

  @Test
  void falseDetectionsNameWhatTheyOverlapUnlessInACrowd() {
    object(0, 10, 20, -1);
    query(0, 0.9, 0.8, 18, 30);
    query(0, 0.9, 0.7, 80, 90);
    query(0, 0.9, 0.6, 60, 64);
    crowds.add(new ExplainedCrowd(0, strip(50, 70)));
    List<FalseDetection> wrong = judge().falseDetections();
    assertThat(wrong).extracting(each -> each.result().query()).containsExactly(0, 1);
    assertThat(wrong).extracting(FalseDetection::object).containsExactly(0, -1);
    assertThat(wrong.getFirst().iou()).isEqualTo(2 / 20.0);
  }

  @Test
  void aCrowdExcusesDetectionsOfItsClassOnly() {
    query(0, 0.9, 0.8, 60, 64);
    query(1, 0.9, 0.7, 60, 64);
    crowds.add(new ExplainedCrowd(1, strip(50, 70)));
    assertThat(judge().falseDetections())
        .extracting(each -> each.result().query())
        .containsExactly(0);
  }

  @Test
  void othersAreTheBestThatCoverTheObject() {
    object(0, 10, 20, 0);
    object(0, 40, 50, 3);
    query(0, 0.2, 0.1, 10, 20);
    query(0, 0.2, 0.1, 10, 18);
    query(0, 0.2, 0.1, 0, 100);
    query(0, 0.2, 0.1, 15, 25);
    query(0, 0.2, 0.1, 60, 61);
    List<Candidate> others = only().others();
    assertThat(others).extracting(each -> each.result().query()).containsExactly(1, 3, 2);
    assertThat(others).extracting(Candidate::object).containsExactly(-1, 1, -1);
  }
}
