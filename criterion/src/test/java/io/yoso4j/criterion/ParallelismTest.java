package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The result is the same to the last bit, whoever computes it. */
@Timeout(120)
class ParallelismTest {
  private static final int CLASSES = 3;
  private static final Pins NONE = Pins.NONE;

  private static List<ImageTargets> targets() {
    RandomBatch batch = new RandomBatch(2);
    return List.of(
        batch.targets(1, 3, CLASSES, 16, 20),
        batch.targets(2, 0, CLASSES, 16, 20),
        batch.targets(3, 2, CLASSES, 12, 9));
  }

  private static List<StagePrediction> stages(SetCriterionConfig config) {
    RandomBatch batch = new RandomBatch(3);
    int columns = config.classification() instanceof Classification.SigmoidFocal ? 3 : 4;
    return List.of(batch.stage("s0", 3, 6, 0, 8, 10), batch.stage("s1", 3, 6, columns, 8, 10));
  }

  static Stream<SetCriterionConfig> configs() {
    SetCriterionConfig yoso = SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(80).build();
    MatcherConfig targetGrid = RandomBatch.matcher(new MatcherPoints.TargetGrid(), TargetFrame.OWN);
    return Stream.of(
        yoso,
        yoso.toBuilder().maskPoints(new MaskPoints.RandomPoints(50)).build(),
        yoso.toBuilder().gradientLayout(GradientLayout.MATCHED).diagnostics(true).build(),
        SetCriterionConfig.hybrid(CLASSES).toBuilder().numPoints(80).build(),
        SetCriterionConfig.baseline(CLASSES),
        SetCriterionConfig.baseline(CLASSES).toBuilder()
            .matcher(targetGrid)
            .ignoreRegions(true)
            .build());
  }

  private static Explanation explain(
      SetCriterionConfig config, @Nullable Executor executor, int parallelism) {
    return SetCriterion.create(
            config.toBuilder().executor(executor).parallelism(parallelism).build())
        .explain(stages(config), targets(), RandomBatch.draws(targets()), RandomBatch.DIRTY, NONE);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void anyNumberOfThreads(SetCriterionConfig config) {
    Explanation one = explain(config, null, 1);
    for (int parallelism : new int[] {0, 2, 5}) {
      SameResult.check(parallelism + " threads", one, explain(config, null, parallelism));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      SameResult.check("own pool", one, explain(config, pool, 4));
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void anyNumberOfCalls(SetCriterionConfig config) {
    SetCriterion criterion = SetCriterion.create(config.toBuilder().parallelism(1).build());
    List<StagePrediction> stages = stages(config);
    PointDraws draws = RandomBatch.draws(targets());
    CriterionResult first = criterion.evaluate(stages, targets(), draws, RandomBatch.HEAP);
    // Code that has been compiled meanwhile must not add in another order.
    for (int call = 0; call < 600; call++) {
      SameResult.check(
          "call " + call, first, criterion.evaluate(stages, targets(), draws, RandomBatch.HEAP));
    }
  }

  @Test
  void executorsThatRefuseOrForgetDelayNothing() {
    SetCriterionConfig config = configs().findFirst().orElseThrow();
    Explanation one = explain(config, null, 1);
    Executor refusing =
        _ -> {
          throw new RejectedExecutionException("closed");
        };
    SameResult.check("refusing", one, explain(config, refusing, 5));
    AtomicInteger calls = new AtomicInteger();
    Executor tiring =
        task -> {
          if (calls.getAndIncrement() % 2 == 1) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        };
    SameResult.check("refusing every second task", one, explain(config, tiring, 5));
    List<Runnable> forgotten = new ArrayList<>();
    Explanation withoutHelp = explain(config, forgotten::add, 5);
    assertThat(forgotten).isNotEmpty();
    forgotten.forEach(Runnable::run);
    SameResult.check("run when all was over", one, withoutHelp);
  }

  @Test
  void aBusyExecutorIsNoDeadlock() throws Exception {
    SetCriterionConfig config = configs().findFirst().orElseThrow();
    Explanation one = explain(config, null, 1);
    CountDownLatch done = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      pool.execute(() -> {
        try {
          done.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      });
      try {
        SameResult.check("blocked", one, explain(config, pool, 5));
      } finally {
        done.countDown();
      }
      Explanation inside = pool.submit(() -> explain(config, pool, 5)).get(1, TimeUnit.MINUTES);
      SameResult.check("on the executor's only thread", one, inside);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void confinedMemoryStaysOnTheCallingThread(SetCriterionConfig config) {
    Explanation one = explain(config, null, 1);
    try (Arena arena = Arena.ofConfined()) {
      List<StagePrediction> confined =
          stages(config).stream().map(stage -> copy(stage, arena)).toList();
      SetCriterion criterion = SetCriterion.create(config.toBuilder().parallelism(5).build());
      PointDraws draws = RandomBatch.draws(targets());
      SameResult.check(
          "all confined", one, criterion.explain(confined, targets(), draws, arena, NONE));
      SameResult.check(
          "gradients confined",
          one,
          criterion.explain(stages(config), targets(), draws, arena, NONE));
    }
  }

  private static StagePrediction copy(StagePrediction stage, Arena arena) {
    return new StagePrediction(
        stage.name(),
        copy(stage.logits(), arena),
        copy(stage.masks(), arena),
        stage.batch(),
        stage.queries(),
        stage.columns(),
        stage.height(),
        stage.width());
  }

  private static @Nullable MemorySegment copy(@Nullable MemorySegment memory, Arena arena) {
    return memory == null ? null : arena.allocate(memory.byteSize(), 4).copyFrom(memory);
  }

  static Stream<MatcherConfig> manyBands() {
    return Stream.of(
            new MatcherPoints.SharedRandom(30_000),
            new MatcherPoints.PredictionGrid(),
            new MatcherPoints.TargetGrid())
        .map(points -> RandomBatch.matcher(points, TargetFrame.OWN));
  }

  @ParameterizedTest
  @MethodSource("manyBands")
  void manyBandsOfLargeMasks(MatcherConfig matcher) {
    RandomBatch batch = new RandomBatch(4);
    StagePrediction stage = batch.stage("large", 1, 90, 4, 160, 170);
    List<ImageTargets> targets = List.of(batch.targets(1, 3, CLASSES, 180, 160));
    SetCriterionConfig config =
        SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(900).matcher(matcher).build();
    ImageMatch match =
        new ImageMatch(
            config,
            BatchScale.of(targets, NumMasksReducer.local()),
            new StageJob(stage, 0, null, null),
            0,
            targets.getFirst());
    assertThat(match.bandCount()).isGreaterThan(2);
    Explanation[] results = new Explanation[3];
    for (int i = 0; i < results.length; i++) {
      results[i] =
          SetCriterion.create(config.toBuilder().parallelism(1 + 2 * i).build())
              .explain(
                  List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.DIRTY, NONE);
    }
    SameResult.check("1 and 3 threads", results[0], results[1]);
    SameResult.check("1 and 5 threads", results[0], results[2]);
  }

  @Test
  void aFailureReachesTheCallerAndLeavesTheCriterionUsable() {
    SetCriterionConfig config = configs().findFirst().orElseThrow();
    SetCriterion criterion = SetCriterion.create(config.toBuilder().parallelism(5).build());
    PointDraws sound = RandomBatch.draws(targets());
    PointDraws broken =
        (purpose, stage, image, instance, xy) -> {
          sound.draw(purpose, stage, image, instance, xy);
          xy[3] = purpose == DrawPurpose.OVERSAMPLE && instance == 1 ? 1.5f : xy[3];
        };
    List<StagePrediction> stages = stages(config);
    assertThatThrownBy(() -> criterion.evaluate(stages, targets(), broken, RandomBatch.HEAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("point 1 (")
        .hasMessageContaining("1.5) must lie in [0, 1] x [0, 1]");
    SameResult.check(
        "after a failure",
        explain(config, null, 1).result(),
        criterion.evaluate(stages, targets(), sound, RandomBatch.HEAP));
  }
}
