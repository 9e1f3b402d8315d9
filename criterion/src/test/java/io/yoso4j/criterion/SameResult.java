package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Compares results bit by bit. */
final class SameResult {
  private SameResult() {}

  static void check(String what, CriterionResult expected, CriterionResult actual) {
    assertThat(actual.total()).as(what).isEqualTo(expected.total());
    assertThat(actual.numMasks()).as(what).isEqualTo(expected.numMasks());
    assertThat(actual.nonFinite()).as(what).isEqualTo(expected.nonFinite());
    assertThat(actual.stages()).as(what).hasSameSizeAs(expected.stages());
    for (int i = 0; i < expected.stages().size(); i++) {
      StageResult a = expected.stages().get(i);
      StageResult b = actual.stages().get(i);
      assertThat(b.losses()).as(what).isEqualTo(a.losses());
      assertThat(b.weighted()).as(what).isEqualTo(a.weighted());
      assertThat(b.assignments().toString()).as(what).isEqualTo(a.assignments().toString());
      checkMemory(what + ": gradient of logits", a.gradLogits(), b.gradLogits());
      checkMemory(what + ": gradient of masks", a.gradMasks(), b.gradMasks());
    }
  }

  private static void checkMemory(
      String what, @Nullable MemorySegment expected, @Nullable MemorySegment actual) {
    if (expected == null || actual == null) {
      assertThat(actual).as(what).isEqualTo(expected);
    } else {
      assertThat(expected.mismatch(actual)).as(what).isEqualTo(-1);
    }
  }

  static void check(String what, Explanation expected, Explanation actual) {
    check(what, expected.result(), actual.result());
    assertThat(actual.images()).as(what).hasSameSizeAs(expected.images());
    for (int i = 0; i < expected.images().size(); i++) {
      ImageExplanation a = expected.images().get(i);
      ImageExplanation b = actual.images().get(i);
      assertThat(b.costs().total()).as(what).isEqualTo(a.costs().total());
      assertThat(b.gradientShares()).as(what).isEqualTo(a.gradientShares());
      for (int pair = 0; pair < a.pairs().size(); pair++) {
        assertThat(b.pairs().get(pair).points().xy())
            .as(what)
            .isEqualTo(a.pairs().get(pair).points().xy());
      }
    }
  }
}
