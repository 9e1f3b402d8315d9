package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.Instance;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.explain.ExplainRequest;
import io.yoso4j.train.explain.ExplainedCrowd;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.ExplainedPair;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.ExplainedView;
import io.yoso4j.train.explain.LossExplainer;
import io.yoso4j.train.explain.QueryResult;
import io.yoso4j.train.explain.Reason;
import io.yoso4j.train.explain.ValueMap;
import io.yoso4j.train.explain.Verdict;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations of images by a network of a few steps. */
class LossExplainerTest {
  @TempDir static Path temp;

  private static Path run;
  private static CocoDataset data;
  private static ImageRecord image;

  @BeforeAll
  static void train() {
    Path shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(4, 4).withSize(64));
    run = temp.resolve("run");
    SmallRuns.train(
        SmallRuns.smallest(
            shapes,
            "model.num_queries=4",
            "augment.image_size=64",
            "eval.input_size=64",
            "train.batch_size=2"),
        run,
        RunMode.NEW);
    data =
        CocoDataset.read(shapes.resolve("annotations/instances_val.json"), shapes.resolve("val"));
    image =
        data.images().stream()
            .max(Comparator.comparingInt(each -> data.annotations(each.id()).size()))
            .orElseThrow();
  }

  private static TrainedModel open(String... sets) {
    return TrainedModel.open(
        run,
        TrainedModel.Weights.LAST,
        ConfigLoader.read(run.resolve("config.yaml"), List.of(sets)));
  }

  private static ExplainRequest request(List<Annotation> annotations, @Nullable Integer tile) {
    return new ExplainRequest(
        image, ImageFiles.read(image.path()), annotations, tile, 0.05, List.of());
  }

  private static ExplainedLoss explain(List<Annotation> annotations, String... sets) {
    try (TrainedModel model = open(sets)) {
      return LossExplainer.explain(model, request(annotations, null));
    }
  }

  private static List<Annotation> objects(int most) {
    List<Annotation> all = data.annotations(image.id());
    return all.subList(0, Math.min(most, all.size()));
  }

  private static Annotation with(Annotation from, Rle mask, boolean crowd) {
    return new Annotation(
        from.id() + 1000,
        from.imageId(),
        from.category(),
        from.bbox(),
        mask.area(),
        crowd,
        new Segmentation.RunLength(mask));
  }

  @Test
  void queriesAreThoseOfInference() {
    try (TrainedModel model = open()) {
      ExplainedLoss loss = LossExplainer.explain(model, request(objects(3), null));
      List<Instance> found =
          model
              .segmenter(options ->
                  options.withDeduplicate(true).withScoreThreshold(0).withMaxDetections(100))
              .segment(ImageFiles.read(image.path()));
      assertThat(loss.queries()).hasSize(4);
      assertThat(loss.queries().stream().filter(each -> !each.empty())).hasSize(found.size());
      for (Instance instance : found) {
        QueryResult query = loss.queries().get(instance.query());
        assertThat(query.category()).isEqualTo(instance.category());
        assertThat(query.score()).isCloseTo(instance.score(), within(1e-4));
        assertThat(query.probability() * query.maskConfidence())
            .isCloseTo(query.score(), within(1e-9));
        assertThat(Rle.iou(query.mask(), instance.mask(), false)).isGreaterThan(0.98);
      }
      assertThat(loss.detections()).allMatch(each -> each.score() >= 0.05);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss.points=uncertain", "loss.points=random", "loss.points=full",
        "loss.classification=focal", "loss.mask_term=focal", "loss.ignore_regions=true"
      })
  void pullsOfTheTermsAddUpToTheGradient(String set) {
    ExplainedLoss loss = explain(objects(3), set);
    assertThat(loss.numMasks()).isEqualTo(3);
    double total = 0;
    for (ExplainedStage stage : loss.stages()) {
      total += stage.result().weighted().values().stream().mapToDouble(value -> value).sum();
      assertThat(stage.pairs()).hasSize(3);
      float[] gradient =
          Objects.requireNonNull(stage.result().gradMasks()).toArray(ValueLayout.JAVA_FLOAT);
      for (ExplainedPair pair : stage.pairs()) {
        assertThat(stage.queryOf(loss.objects().get(pair.object()).target()))
            .isEqualTo(pair.query());
        int cells = pair.logits().values().length;
        for (int i = 0; i < cells; i++) {
          double sum = pair.maskPull().values()[i] + pair.dicePull().values()[i];
          assertThat(-sum)
              .isCloseTo(gradient[pair.query() * cells + i], within(1e-6 + Math.abs(sum) * 1e-4));
        }
        assertThat(pair.maskPull().total()).isPositive();
        assertThat(pair.dicePull().total()).isPositive();
        assertThat(pair.classPull() == null).isEqualTo(stage.classes() == null);
      }
      assertThat(stage.pulls().values()).allMatch(map -> map.total() > 0);
    }
    assertThat(total).isCloseTo(loss.total(), within(1e-9));
    assertThat(loss.stages().getFirst().classes()).isNull();
    assertThat(loss.stages().getFirst().pulls()).doesNotContainKey("loss_ce");
    assertThat(loss.stages().getLast().pulls())
        .containsOnlyKeys("loss_ce", "loss_mask", "loss_dice");
  }

  @Test
  void theClassPullOfAllQueriesIsNoMoreThanTheirSum() {
    ExplainedLoss loss = explain(objects(4));
    ExplainedStage last = loss.stages().getLast();
    // Four objects and four queries: every query has a map of its own.
    assertThat(last.pairs()).hasSize(4);
    ValueMap all = Objects.requireNonNull(last.pulls().get("loss_ce"));
    for (int i = 0; i < all.values().length; i++) {
      double sum = 0;
      for (ExplainedPair pair : last.pairs()) {
        sum += Objects.requireNonNull(pair.classPull()).values()[i];
      }
      assertThat((double) all.values()[i]).isLessThanOrEqualTo(sum * 1.0001 + 1e-9);
    }
    assertThat(all.total()).isPositive();
  }

  @Test
  void pointsAreThoseOfTheConfiguration() {
    ExplainedPair uncertain = explain(objects(1)).stages().getLast().pairs().getFirst();
    assertThat(uncertain.points().count()).isEqualTo(16);
    assertThat(uncertain.points().uncertain()).isEqualTo(12);
    ExplainedLoss random = explain(objects(1), "loss.points=random");
    assertThat(random.criterion().maskPoints()).isInstanceOf(MaskPoints.RandomPoints.class);
    assertThat(random.stages().getLast().pairs().getFirst().points().uncertain()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross_entropy", "focal"})
  void noObjectIsWhatTheClassesLeave(String classification) {
    ExplainedLoss loss = explain(objects(2), "loss.classification=" + classification);
    float[] classes = Objects.requireNonNull(loss.stages().getLast().classes());
    int columns = loss.classes().size() + 1;
    assertThat(classes).hasSize(4 * columns);
    for (QueryResult query : loss.queries()) {
      double sum = 0;
      double highest = 0;
      for (int i = 0; i < columns - 1; i++) {
        double score = classes[query.query() * columns + i];
        assertThat(score).isBetween(0.0, 1.0);
        sum += score;
        highest = Math.max(highest, score);
      }
      assertThat(sum).isPositive();
      assertThat(query.probability()).isEqualTo(highest);
      assertThat(query.noObject())
          .isCloseTo(1 - (classification.equals("focal") ? highest : sum), within(1e-5));
    }
  }

  @Test
  void moreObjectsThanQueriesLeaveSomeWithoutOne() {
    List<Annotation> many = new ArrayList<>(objects(100));
    while (many.size() < 7) {
      many.add(with(many.getFirst(), many.getFirst().toRle(64, 64), false));
    }
    ExplainedLoss loss = explain(many);
    List<Verdict> without =
        loss.verdicts().stream()
            .filter(verdict -> verdict.reasons().contains(Reason.NO_QUERY))
            .toList();
    assertThat(loss.stages().getLast().assignment().unmatchedTargets()).hasSize(many.size() - 4);
    assertThat(without.size()).isBetween(many.size() - 4 - (int) loss.found(), many.size() - 4);
    for (Verdict verdict : without) {
      assertThat(loss.stages().getLast().pairs())
          .noneMatch(pair -> pair.object() == verdict.object());
    }
  }

  /** Objects without a query take none of the places of those that have maps. */
  @Test
  void detailsAreOfObjectsWithAQuery() {
    List<Annotation> many = new ArrayList<>(objects(1));
    while (many.size() < 2 * ExplainRequest.MOST_DETAILS) {
      many.add(with(many.getFirst(), many.getFirst().toRle(64, 64), false));
    }
    ExplainedLoss loss = explain(many);
    assertThat(loss.detailed()).isNotEmpty().hasSizeLessThanOrEqualTo(4 * loss.stages().size());
    assertThat(loss.detailed()).allMatch(i -> loss.objects().get(i).matchedIn(loss.stages()));
    loss.stages().forEach(stage -> assertThat(stage.pairs()).hasSize(4));
  }

  @Test
  void objectsThatAreNamedAreKeptWithoutAQuery() {
    Bitmap dot = Bitmap.of(64, 64);
    dot.set(10, 10, true);
    Annotation object = objects(1).getFirst();
    Annotation tiny = with(object, Rle.encode(dot), false);
    try (TrainedModel model = open("eval.input_size=32")) {
      ExplainedLoss loss =
          LossExplainer.explain(
              model,
              new ExplainRequest(
                  image,
                  ImageFiles.read(image.path()),
                  List.of(object, tiny),
                  null,
                  0.5,
                  List.of(2, 2)));
      assertThat(loss.detailed()).containsExactly(1);
      assertThat(loss.stages()).allMatch(stage -> stage.pairs().isEmpty());
    }
  }

  @Test
  void anImageWithoutObjectsHasItsClassTermOnly() {
    ExplainedLoss loss = explain(List.of());
    assertThat(loss.objects()).isEmpty();
    assertThat(loss.verdicts()).isEmpty();
    assertThat(loss.falseDetections()).hasSameSizeAs(loss.detections());
    assertThat(loss.total()).isPositive();
    assertThat(loss.stages().getLast().gradientShares()).containsEntry("loss_ce", 1.0);
  }

  @Test
  void crowdsAreNoObjects() {
    Annotation object = objects(1).getFirst();
    Annotation crowd = with(object, Rle.full(64, 64), true);
    ExplainedLoss loss = explain(List.of(crowd, object));
    assertThat(loss.objects()).extracting(ExplainedObject::number).containsExactly(1);
    assertThat(loss.objects().getFirst().annotationId()).isEqualTo(object.id());
    assertThat(loss.crowds())
        .containsExactly(new ExplainedCrowd(object.category(), Rle.full(64, 64)));
    assertThat(loss.falseDetections())
        .noneMatch(each -> each.result().category() == object.category());
  }

  @Test
  void whatVanishesAtTheInputSizeIsNoTarget() {
    Bitmap dot = Bitmap.of(64, 64);
    dot.set(10, 10, true);
    Annotation tiny = with(objects(1).getFirst(), Rle.encode(dot), false);
    ExplainedLoss loss = explain(List.of(tiny, objects(1).getFirst()), "eval.input_size=32");
    assertThat(loss.objects()).extracting(ExplainedObject::target).containsExactly(-1, 0);
    assertThat(loss.verdicts().getFirst().reasons()).containsExactly(Reason.VANISHED);
    assertThat(loss.numMasks()).isEqualTo(1);
  }

  @Test
  void aTileIsExplainedAsAnImage() {
    try (TrainedModel model =
        open("eval.input_size=64", "eval.tile_size=32", "eval.tile_overlap=0")) {
      List<Annotation> all = objects(100);
      int seen = 0;
      int most = 0;
      for (int tile = 1; tile <= 4; tile++) {
        ExplainedLoss loss = LossExplainer.explain(model, request(all, tile));
        assertThat(Objects.requireNonNull(loss.view().tile()).count()).isEqualTo(4);
        assertThat(loss.view().tile().outside()).isEqualTo(all.size() - loss.objects().size());
        assertThat(loss.view().pixels().width()).isEqualTo(32);
        RgbImage whole = ImageFiles.read(image.path());
        assertThat(loss.view().pixels().color(0, 0))
            .isEqualTo(whole.color(loss.view().tile().left(), loss.view().tile().top()));
        for (ExplainedObject object : loss.objects()) {
          assertThat(object.annotationId()).isEqualTo(all.get(object.number() - 1).id());
          seen += (int) object.mask().area();
          long area = all.get(object.number() - 1).toRle(64, 64).area();
          assertThat(object.visible())
              .isCloseTo((double) object.mask().area() / area, within(1e-12));
        }
        most = Math.max(most, loss.objects().size());
      }
      assertThat(seen).isEqualTo(all.stream().mapToInt(a -> (int) a.toRle(64, 64).area()).sum());
      assertThat(LossExplainer.explain(model, request(all, null)).objects()).hasSize(most);
      ExplainRequest second =
          new ExplainRequest(image, ImageFiles.read(image.path()), all, null, 0.5, List.of(2));
      ExplainedLoss best = LossExplainer.explain(model, second);
      double shown =
          best.objects().stream()
              .filter(object -> object.number() == 2)
              .mapToDouble(ExplainedObject::visible)
              .sum();
      assertThat(shown).isGreaterThanOrEqualTo(0.25);
      assertThatThrownBy(() -> LossExplainer.explain(model, request(all, 5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tile (5) must be 1 to 4");
    }
  }

  private static Annotation square(int left, int top, int side) {
    Rle mask = Rle.full(side, side).place(64, 64, top, left);
    return with(objects(1).getFirst(), mask, false);
  }

  private static ExplainedView.Tile chosen(List<Annotation> annotations, List<Integer> details) {
    try (TrainedModel model =
        open(
            "eval.input_size=64",
            "eval.tile_size=32",
            "eval.tile_overlap=0",
            "eval.tile_whole=true")) {
      ExplainRequest request =
          new ExplainRequest(image, ImageFiles.read(image.path()), annotations, null, 0.5, details);
      return Objects.requireNonNull(LossExplainer.explain(model, request).view().tile());
    }
  }

  @Test
  void theTileOfTheWholeImageIsChosenOnlyForWhatNoOtherShowsWhole() {
    Annotation large = square(16, 16, 32);
    Annotation small = square(40, 4, 12);
    ExplainedView.Tile most = chosen(List.of(large, small), List.of());
    assertThat(most.whole()).isFalse();
    assertThat(List.of(most.number(), most.left(), most.top())).containsExactly(3, 32, 0);
    assertThat(chosen(List.of(large, small), List.of(2))).isEqualTo(most);
    assertThat(chosen(List.of(large, small), List.of(1)).whole()).isTrue();
    ExplainedView.Tile whole = chosen(List.of(large), List.of());
    assertThat(whole.whole()).isTrue();
    assertThat(List.of(whole.number(), whole.side())).containsExactly(1, 64);
  }

  @Test
  void askingForATileOrAnObjectThatIsNotThereIsAnError() {
    try (TrainedModel model = open()) {
      assertThatThrownBy(() -> LossExplainer.explain(model, request(objects(2), 1)))
          .hasMessageContaining("tile 1 is asked for, but the model does not cut images");
      ExplainRequest request =
          new ExplainRequest(
              image, ImageFiles.read(image.path()), objects(2), null, 0.5, List.of(3));
      assertThatThrownBy(() -> LossExplainer.explain(model, request))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("object 3 is not there: objects are 1, 2");
    }
  }

  /** One pixel per channel has no variance, so the running statistics of such a run are NaN. */
  @Test
  void aNetworkThatSaysNothingFiniteIsAnError() {
    Path broken = temp.resolve("broken");
    SmallRuns.train(SmallRuns.smallest(temp.resolve("shapes")), broken, RunMode.NEW);
    try (TrainedModel model =
        TrainedModel.open(
            broken,
            TrainedModel.Weights.LAST,
            ConfigLoader.read(broken.resolve("config.yaml"), List.of()))) {
      assertThatThrownBy(() -> LossExplainer.explain(model, request(objects(2), null)))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining(
              "image %d: the network's predictions give no finite loss".formatted(image.id()));
    }
  }

  @Test
  void explainsTheSameTwice() {
    ExplainedLoss once = explain(objects(3));
    ExplainedLoss again = explain(objects(3));
    assertThat(again.total()).isEqualTo(once.total());
    for (int i = 0; i < once.stages().size(); i++) {
      assertThat(again.stages().get(i).costs().total())
          .isEqualTo(once.stages().get(i).costs().total());
      assertThat(again.stages().get(i).pairs().getFirst().points().xy())
          .isEqualTo(once.stages().get(i).pairs().getFirst().points().xy());
    }
  }
}
