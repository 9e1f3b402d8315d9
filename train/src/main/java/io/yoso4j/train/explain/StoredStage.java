package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.model.MemoryNetwork;
import io.yoso4j.model.QueryOutputs;
import io.yoso4j.model.yoso.InputSpec;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Function;

/**
 * A network that says again what it said at one stage, so that inference can be asked about every
 * stage. Stages without class logits say each class is as likely.
 */
record StoredStage(StagePrediction stage, InputSpec input, int numClasses)
    implements MemoryNetwork {

  static QueryOutputs outputs(StagePrediction stage, int classes) {
    MemorySegment logits = stage.logits();
    return new QueryOutputs(
        logits == null ? MemorySegment.ofArray(new float[stage.queries() * (classes + 1)]) : logits,
        Objects.requireNonNull(stage.masks()),
        stage.queries(),
        stage.height(),
        stage.width());
  }

  @Override
  public <T> T predict(
      MemorySegment images, int batch, int height, int width, Function<QueryOutputs, T> use) {
    return use.apply(outputs(stage, numClasses));
  }

  @Override
  public void close() {}
}
