package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoxTest {
  private static final Box UNIT = new Box(0, 0, 2, 2);

  @Test
  void overlapIsDividedByUnionOrByTheDetection() {
    Box truth = new Box(1, 0, 4, 2);
    // Shared 1 x 2 = 2; union 4 + 8 - 2 = 10; the detection alone 4.
    assertThat(Box.iou(UNIT, truth, false)).isEqualTo(0.2);
    assertThat(Box.iou(UNIT, truth, true)).isEqualTo(0.5);
  }

  @Test
  void touchingAndEmptyBoxesShareNothing() {
    assertThat(Box.iou(UNIT, new Box(2, 0, 2, 2), false)).isZero();
    assertThat(Box.iou(UNIT, new Box(0, 2, 2, 2), false)).isZero();
    assertThat(Box.iou(UNIT, new Box(1, 1, 0, 0), false)).isZero();
    assertThat(Box.iou(new Box(1, 1, 0, 0), new Box(1, 1, 0, 0), true)).isZero();
  }
}
