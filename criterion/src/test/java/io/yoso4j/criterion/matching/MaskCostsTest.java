package io.yoso4j.criterion.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.loss.MaskLoss;
import io.yoso4j.criterion.sampling.BilinearTaps;
import io.yoso4j.criterion.sampling.FramedPlanes;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCostsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 500})
  void pairCostsEqualTheLossOfEachPair(int points) {
    int queries = 7;
    int targets = 3;
    Random random = new Random(points);
    float[] logits = new float[queries * 6 * 5];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (8 * random.nextGaussian());
    }
    FramedPlanes planes = new FramedPlanes();
    planes.load(MemorySegment.ofArray(logits), 0, queries, 6, 5);
    float[] xy = new float[2 * points];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = random.nextFloat();
    }
    BilinearTaps taps = new BilinearTaps();
    taps.setPoints(xy, points, 6, 5);
    float[][] labels = new float[targets][points];
    for (float[] target : labels) {
      for (int i = 0; i < points; i++) {
        target[i] = random.nextInt(3) == 0 ? random.nextFloat() : random.nextInt(2);
      }
    }
    double[] cost = new double[queries * targets];
    new MaskCosts()
        .compute(
            planes,
            taps,
            (target, from, to, out) -> System.arraycopy(labels[target], from, out, 0, to - from),
            targets,
            5,
            2,
            cost);
    float[] values = new float[points];
    for (int query = 0; query < queries; query++) {
      planes.sample(query, taps, 0, points, values);
      for (int target = 0; target < targets; target++) {
        MaskLoss loss = MaskLoss.evaluate(values, labels[target], points, 0, 0, new float[points]);
        double expected = 5 * loss.crossEntropy() + 2 * loss.dice();
        assertThat(cost[query * targets + target])
            .as("seed %d pair %d %d", points, query, target)
            .isCloseTo(expected, within(2e-6 * Math.max(1, expected)));
      }
    }
  }
}
