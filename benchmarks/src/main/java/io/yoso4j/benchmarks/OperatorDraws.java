package io.yoso4j.benchmarks;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.PointDraws;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Where the operator sequence gets its random points from. */
interface OperatorDraws {

  /** Points of the matcher, {@code [1, P, 2]}. */
  Tensor shared(int stage, int image, int points);

  /** Points of every matched pair, {@code [N, P, 2]}. */
  Tensor ofPairs(DrawPurpose purpose, int stage, MatchedPairs pairs, int points);

  /** {@code torch.rand}, as the original draws. */
  static OperatorDraws random() {
    return new OperatorDraws() {
      @Override
      public Tensor shared(int stage, int image, int points) {
        return torch.rand(1, points, 2);
      }

      @Override
      public Tensor ofPairs(DrawPurpose purpose, int stage, MatchedPairs pairs, int points) {
        return torch.rand(pairs.count(), points, 2);
      }
    };
  }

  /** The points another criterion is given. */
  static OperatorDraws of(PointDraws draws) {
    return new OperatorDraws() {
      @Override
      public Tensor shared(int stage, int image, int points) {
        float[] xy = new float[2 * points];
        draws.draw(DrawPurpose.MATCHER, stage, image, 0, xy);
        return OperatorBatch.copyOf(xy, 1, points, 2);
      }

      @Override
      public Tensor ofPairs(DrawPurpose purpose, int stage, MatchedPairs pairs, int points) {
        float[] all = new float[pairs.count() * 2 * points];
        float[] xy = new float[2 * points];
        for (int pair = 0; pair < pairs.count(); pair++) {
          draws.draw(purpose, stage, pairs.image(pair), pairs.target(pair), xy);
          System.arraycopy(xy, 0, all, pair * xy.length, xy.length);
        }
        return OperatorBatch.copyOf(all, pairs.count(), points, 2);
      }
    };
  }
}
