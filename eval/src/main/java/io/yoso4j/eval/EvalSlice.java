package io.yoso4j.eval;

/**
 * What a mean is taken over. Ends are excluded; see {@link CocoEvaluation#slice(int)}.
 *
 * @param fromThreshold position among {@link EvalConfig#iouThresholds()}
 * @param toThreshold likewise
 * @param fromCategory category index
 * @param toCategory likewise
 * @param area 0 all sizes, 1 small, 2 medium, 3 large
 */
public record EvalSlice(
    int fromThreshold, int toThreshold, int fromCategory, int toCategory, int area) {

  /** The same of one category. */
  public EvalSlice ofCategory(int index) {
    return new EvalSlice(fromThreshold, toThreshold, index, index + 1, area);
  }
}
