package io.yoso4j.criterion;

/** How the originals name the terms of several stages in one dictionary. */
public enum StageNaming {
  /** {@code s0_loss_mask}, {@code s1_loss_ce}, …: stages counted from the first (YOSO). */
  STAGE_PREFIX {
    @Override
    String name(String term, int stage, int stages) {
      return "s" + stage + "_" + term;
    }
  },
  /**
   * {@code loss_ce} for the last stage, {@code loss_ce_0}, {@code loss_ce_1}, … for the earlier
   * ones ({@code aux_outputs} of Mask2Former and DETR).
   */
  AUX_SUFFIX {
    @Override
    String name(String term, int stage, int stages) {
      return stage == stages - 1 ? term : term + "_" + stage;
    }
  };

  abstract String name(String term, int stage, int stages);
}
