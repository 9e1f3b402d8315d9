package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TensorCriterionTest {
  private static final SetCriterionConfig CONFIG =
      SetCriterionConfig.yoso(RandomBatch.CLASSES).toBuilder().numPoints(40).build();

  @Test
  void isTheChoiceForTheProcessor() {
    try (StepCriterion criterion = StepCriterion.create(CONFIG, Device.CPU)) {
      assertThat(criterion).isInstanceOf(TensorCriterion.class);
    }
    try (StepCriterion criterion = StepCriterion.create(CONFIG, Device.CUDA)) {
      assertThat(criterion).isInstanceOf(DeviceCriterion.class);
    }
  }

  @Test
  void reusedMemoryChangesNothing() {
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    try (TensorScope _ = TensorScope.open();
        TensorCriterion reused = TensorCriterion.create(CONFIG)) {
      RandomBatch random = new RandomBatch(1);
      for (int side : new int[] {8, 8, 6, 8}) {
        StageOutputs stage = random.stage(1, RandomBatch.CLASSES + 1, side, side);
        List<ImageTargets> targets = List.of(random.targets(1, 2, 16, 16));
        StageOutputs copy = RandomBatch.copy(stage);
        try (TensorCriterion fresh = TensorCriterion.create(CONFIG);
            StepLoss expected = fresh.evaluate(List.of(copy), targets, draws);
            StepLoss actual = reused.evaluate(List.of(stage), targets, draws)) {
          expected.backward();
          actual.backward();
          assertThat(actual.report().total()).isEqualTo(expected.report().total());
        }
        assertThat(Objects.requireNonNull(Objects.requireNonNull(stage.masks()).grad()).toFloats())
            .isEqualTo(
                Objects.requireNonNull(Objects.requireNonNull(copy.masks()).grad()).toFloats());
      }
    }
  }

  @Test
  void oneLossAtATime() {
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    try (TensorScope _ = TensorScope.open();
        TensorCriterion criterion = TensorCriterion.create(CONFIG)) {
      RandomBatch random = new RandomBatch(2);
      List<StageOutputs> stages = List.of(random.stage(1, 0, 8, 8));
      List<ImageTargets> targets = List.of(random.targets(1, 2, 16, 16));
      try (StepLoss _ = criterion.evaluate(stages, targets, draws)) {
        assertThatThrownBy(() -> criterion.evaluate(stages, targets, draws))
            .isInstanceOf(IllegalStateException.class);
      }
      criterion.evaluate(stages, targets, draws).close();
    }
  }

  @Test
  void memoryIsHandedOutAgainIfItFits() {
    try (ReusedMemory memory = new ReusedMemory()) {
      MemorySegment first = memory.allocate(64, 4);
      MemorySegment second = memory.allocate(32, 4);
      assertThat(second.address()).isNotEqualTo(first.address());
      memory.rewind();
      assertThat(memory.allocate(64, 4).address()).isEqualTo(first.address());
      MemorySegment larger = memory.allocate(48, 4);
      assertThat(larger.byteSize()).isEqualTo(48);
      assertThat(second.scope().isAlive()).isFalse();
      assertThat(first.scope().isAlive()).isTrue();
    }
  }
}
