package io.yoso4j.criterion;

import io.yoso4j.criterion.PhaseClock.Phase;
import io.yoso4j.criterion.loss.MaskLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of the criterion. All stages and images go through it together: points of the matchers,
 * sums over bands of their rows, assignments with class and box terms, then the mask terms of every
 * pair. Each task writes to a place of its own; what is summed is summed in order.
 */
final class Evaluation {
  private final SetCriterionConfig config;
  private final List<ImageTargets> targets;
  private final PointDraws draws;
  private final Pins pins;
  private final SegmentAllocator allocator;
  private final boolean explain;
  private final PhaseClock clock;
  private final BatchScale scale;
  private final WorkspacePool workspaces;
  private final double[] classWeights;
  private final List<StageJob> jobs = new ArrayList<>();
  private final List<ImageState> states = new ArrayList<>();
  private final List<@Nullable MemorySegment> gradMasks = new ArrayList<>();

  Evaluation(
      SetCriterionConfig config,
      WorkspacePool workspaces,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator allocator,
      Pins pins,
      boolean explain,
      PhaseClock clock) {
    this.config = config;
    this.workspaces = workspaces;
    this.targets = targets;
    this.draws = draws;
    this.pins = pins;
    this.allocator = allocator;
    this.explain = explain;
    this.clock = clock;
    Validation.check(config, stages, targets);
    classWeights = new double[stages.size()];
    scale = BatchScale.of(targets, config.numMasksReducer());
    for (StagePrediction stage : stages) {
      StageJob job =
          new StageJob(stage, jobs.size(), allocate(stage.logits()), allocate(stage.boxes()));
      jobs.add(job);
      for (int image = 0; image < targets.size(); image++) {
        states.add(
            new ImageState(new ImageMatch(config, scale, job, image, targets.get(image)), explain));
      }
    }
  }

  private @Nullable MemorySegment allocate(@Nullable MemorySegment like) {
    return like == null ? null : allocate(like.byteSize() / Float.BYTES);
  }

  private MemorySegment allocate(long values) {
    return allocator.allocate(ValueLayout.JAVA_FLOAT, values);
  }

  /** Memory of a confined arena keeps the work on the calling thread. */
  private Lanes lanes() {
    Thread other = Thread.ofPlatform().unstarted(() -> {});
    Stream<@Nullable MemorySegment> memory =
        jobs.stream()
            .flatMap(job ->
                Stream.of(
                    job.stage().logits(),
                    job.stage().masks(),
                    job.stage().boxes(),
                    job.gradLogits(),
                    job.gradBoxes()));
    boolean shared =
        Stream.concat(memory, gradMasks.stream())
            .allMatch(segment -> segment == null || segment.isAccessibleBy(other));
    return new Lanes(config.executor(), shared ? config.parallelism() : 1, workspaces);
  }

  CriterionResult run() {
    Lanes lanes = lanes();
    match(lanes);
    lanes.run(states.size(), (work, i) -> timed(Phase.MATCHING, () -> assign(work, states.get(i))));
    for (StageJob job : jobs) {
      timed(Phase.GRADIENT, () -> allocateMasks(job));
      classWeights[job.index()] = classWeights(job);
    }
    List<MatchedPair> pairs = pairs();
    lanes()
        .run(
            pairs.size() + states.size(),
            (work, i) -> {
              if (i < pairs.size()) {
                evaluate(work, pairs.get(i), i);
              } else {
                ImageState state = states.get(i - pairs.size());
                timed(Phase.LOSS, () -> score(work, state));
                timed(Phase.GRADIENT, () -> clearUnmatched(state));
              }
            });
    return new ResultBuilder(config, scale, jobs, states, gradMasks).build();
  }

  private void timed(Phase phase, Runnable part) {
    long start = clock.now();
    part.run();
    clock.lap(phase, start);
  }

  private double classWeights(StageJob job) {
    if (job.stage().logits() == null
        || !(config.classification() instanceof Classification.SoftmaxCrossEntropy softmax)) {
      return 0;
    }
    int first = job.index() * targets.size();
    double average =
        config
            .numMasksReducer()
            .averageClassWeights(
                ImageState.classWeights(softmax, states.subList(first, first + targets.size())));
    Checks.nonNegative("average of the class weights over the ranks", average);
    return average;
  }

  private void match(Lanes lanes) {
    lanes.run(
        states.size(),
        (work, i) -> timed(Phase.MATCHING, () -> states.get(i).match.prepare(work, draws)));
    int[] firstBand = new int[states.size() + 1];
    for (int i = 0; i < states.size(); i++) {
      firstBand[i + 1] = firstBand[i] + states.get(i).match.bandCount();
    }
    lanes.run(
        firstBand[states.size()],
        (work, task) -> {
          long start = clock.now();
          int i = Arrays.binarySearch(firstBand, task);
          int state = i >= 0 ? i : -i - 2;
          while (states.get(state).match.bandCount() == 0) {
            state++;
          }
          states.get(state).match.sumBand(work, task - firstBand[state]);
          clock.lap(Phase.MATCHING, start);
        });
  }

  private void assign(Workspace work, ImageState state) {
    ImageMatch match = state.match;
    StagePrediction stage = match.job.stage();
    ImageTargets image = match.targets;
    double[] cost = new double[Math.multiplyExact(stage.queries(), image.count())];
    match.addCost(cost, state.parts);
    MemorySegment logits = stage.logits();
    if (logits != null) {
      new ClassTerm(config, scale, work, stage, logits, match.image)
          .addCost(image.labels(), cost, state.parts);
    }
    MemorySegment boxes = stage.boxes();
    if (boxes != null) {
      new BoxTerm(config, scale, stage, boxes, match.image).addCost(image, cost, state.parts);
    }
    for (int i = 0; i < cost.length; i++) {
      state.bad.check("cost", i / image.count(), cost[i]);
    }
    if (state.parts != null) {
      System.arraycopy(cost, 0, state.parts.total(), 0, cost.length);
    }
    Assignment pinned = pins.assignment(match.job.index(), match.image);
    state.assignment =
        pinned != null ? pinned : Assignment.solve(cost, stage.queries(), image.count());
  }

  /** Class and box terms; after all assignments, because the cross-entropy divides by all. */
  private void score(Workspace work, ImageState state) {
    ImageMatch match = state.match;
    StagePrediction stage = match.job.stage();
    MemorySegment logits = stage.logits();
    MemorySegment gradLogits = match.job.gradLogits();
    if (logits != null && gradLogits != null) {
      int[] truth = state.labelOfQuery();
      ClassTerm classes = new ClassTerm(config, scale, work, stage, logits, match.image);
      state.lossCe = classes.loss(truth, classWeights[match.job.index()], gradLogits, state.bad);
      if (explain) {
        state.ceMagnitude = classes.magnitude();
      }
      if (config.diagnostics()) {
        state.diagnose(work.classLogits);
      }
    }
    MemorySegment boxes = stage.boxes();
    MemorySegment gradBoxes = match.job.gradBoxes();
    if (boxes != null && gradBoxes != null) {
      new BoxTerm(config, scale, stage, boxes, match.image).score(state, gradBoxes, explain);
    }
  }

  private void allocateMasks(StageJob job) {
    StagePrediction stage = job.stage();
    if (stage.masks() == null) {
      gradMasks.add(null);
      return;
    }
    long planes = (long) stage.batch() * stage.queries();
    if (config.gradientLayout() == GradientLayout.MATCHED) {
      planes = 0;
      for (int image = 0; image < targets.size(); image++) {
        planes += state(job.index(), image).assignment.size();
      }
    }
    gradMasks.add(allocate(planes * stage.height() * stage.width()));
  }

  private ImageState state(int stage, int image) {
    return states.get(stage * targets.size() + image);
  }

  private List<MatchedPair> pairs() {
    List<MatchedPair> pairs = new ArrayList<>();
    for (ImageState state : states) {
      ImageMatch match = state.match;
      state.firstPair = pairs.size();
      if (match.job.stage().masks() == null) {
        continue;
      }
      Assignment assignment = state.assignment;
      state.pairs = new MaskLoss[assignment.size()];
      if (explain) {
        state.explanations = new PairExplanation[assignment.size()];
        state.maskMagnitudes = new double[assignment.size()];
        state.diceMagnitudes = new double[assignment.size()];
      }
      for (int i = 0; i < assignment.size(); i++) {
        pairs.add(
            new MatchedPair(
                match.job,
                match.image,
                match.targets,
                assignment.queries()[i],
                assignment.targets()[i]));
      }
    }
    return pairs;
  }

  private void evaluate(Workspace work, MatchedPair pair, int index) {
    StageJob job = pair.job();
    ImageState state = state(job.index(), pair.image());
    int mine = index - state.firstPair;
    long plane =
        config.gradientLayout() == GradientLayout.DENSE
            ? (long) pair.image() * job.stage().queries() + pair.query()
            : index - state(job.index(), 0).firstPair;
    PairExplanation[] explained = explain ? new PairExplanation[1] : null;
    double[] magnitudes = explain ? new double[2] : null;
    state.pairs[mine] =
        new PairTask(config, scale, draws, pins, work, clock)
            .evaluate(
                pair,
                Objects.requireNonNull(job.stage().masks()),
                Objects.requireNonNull(gradMasks.get(job.index())),
                plane,
                explained,
                magnitudes);
    if (explained != null && magnitudes != null) {
      state.explanations[mine] = explained[0];
      state.maskMagnitudes[mine] = magnitudes[0];
      state.diceMagnitudes[mine] = magnitudes[1];
    }
  }

  private void clearUnmatched(ImageState state) {
    MemorySegment gradient = gradMasks.get(state.match.job.index());
    if (gradient == null || config.gradientLayout() == GradientLayout.MATCHED) {
      return;
    }
    StagePrediction stage = state.match.job.stage();
    long planeBytes = (long) stage.height() * stage.width() * Float.BYTES;
    long image = (long) state.match.image * stage.queries() * planeBytes;
    int from = 0;
    for (int matched : state.assignment.queries()) {
      gradient.asSlice(image + from * planeBytes, (matched - from) * planeBytes).fill((byte) 0);
      from = matched + 1;
    }
    gradient
        .asSlice(image + from * planeBytes, (stage.queries() - from) * planeBytes)
        .fill((byte) 0);
  }

  List<ImageExplanation> explanations() {
    return states.stream().map(ExplanationBuilder::of).toList();
  }
}
