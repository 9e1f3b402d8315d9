package io.yoso4j.benchmarks;

import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import java.util.stream.LongStream;

/** Our criterion, its gradients in memory allocated at each call as libtorch allocates it. */
final class FusedContender implements Contender {
  private final String name;
  private final SetCriterion criterion;
  private final Problem problem;

  FusedContender(String name, SetCriterionConfig config, Problem problem) {
    this.name = name;
    this.problem = problem;
    criterion = SetCriterion.create(config);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double evaluate(long step) {
    long[] ids = LongStream.range(0, problem.targets().size()).toArray();
    try (NativeGradients gradients = new NativeGradients()) {
      PointDraws draws = PointDraws.counterBased(1, step, ids);
      return criterion.evaluate(problem.stages(), problem.targets(), draws, gradients).total();
    }
  }
}
