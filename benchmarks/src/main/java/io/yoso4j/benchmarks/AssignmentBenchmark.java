package io.yoso4j.benchmarks;

import io.yoso4j.criterion.matching.LinearAssignment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Optimal assignment of queries to targets, alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AssignmentBenchmark {

  /** How costs are distributed. */
  public enum Costs {
    /** Independent, uniform in [0, 1). */
    UNIFORM,
    /** As from a trained model: about 12, but below 4 for four queries of every target. */
    MODEL
  }

  /** Queries and targets. */
  @Param({"100x20", "300x100", "300x150", "1000x1000"})
  public String size = "100x20";

  /** Distribution. */
  @Param public Costs costs = Costs.UNIFORM;

  private int queries;
  private int targets;
  private double[] doubles = {};
  private float[] floats = {};
  private double least;

  /** Makes the matrix and its least cost, proved by the potentials of a solution. */
  @Setup
  public void prepare() {
    String[] sides = size.split("x", -1);
    queries = Integer.parseInt(sides[0]);
    targets = Integer.parseInt(sides[1]);
    SplittableRandom random = new SplittableRandom(3);
    floats = new float[queries * targets];
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          (float) (costs == Costs.UNIFORM ? random.nextDouble() : random.nextGaussian(12, 2));
    }
    for (int target = 0; costs == Costs.MODEL && target < targets; target++) {
      for (int good = 0; good < 4; good++) {
        floats[random.nextInt(queries) * targets + target] = (float) random.nextDouble(0.2, 4);
      }
    }
    doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    least = proved(LinearAssignment.solve(doubles, queries, targets));
  }

  /** The dual objective, after a check that no reduced cost is negative. */
  private double proved(LinearAssignment solution) {
    double[] rows = solution.rowPotentials();
    double[] columns = solution.columnPotentials();
    for (int i = 0; i < doubles.length; i++) {
      double reduced = doubles[i] - rows[i / targets] - columns[i % targets];
      if (reduced < -1e-9) {
        throw new IllegalStateException("pair " + i + " has reduced cost " + reduced);
      }
    }
    return Arrays.stream(rows).sum() + Arrays.stream(columns).sum();
  }

  private LinearAssignment checked(LinearAssignment solution) {
    int[] rows = solution.rows();
    int[] columns = solution.columns();
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += doubles[rows[i] * targets + columns[i]];
    }
    if (Math.abs(sum - least) > 1e-9 * (1 + Math.abs(least))) {
      throw new IllegalStateException("cost " + sum + " differs from the least, " + least);
    }
    return solution;
  }

  /** Costs in float64. */
  @Benchmark
  public LinearAssignment ofDoubles() {
    return checked(LinearAssignment.solve(doubles, queries, targets));
  }

  /** Costs in float32. */
  @Benchmark
  public LinearAssignment ofFloats() {
    return checked(LinearAssignment.solve(floats, queries, targets));
  }
}
