package io.yoso4j.train.distributed;

import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.pipeline.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes that train together, one or several: with one, every sum is its own and nothing is
 * sent. Used by the training thread.
 */
public final class Ranks implements AutoCloseable {
  private final RankEnvironment environment;
  private final @Nullable RankGroup group;

  private Ranks(RankEnvironment environment, @Nullable RankGroup group) {
    this.environment = environment;
    this.group = group;
  }

  /** One process. */
  public static Ranks alone() {
    return new Ranks(RankEnvironment.alone(), null);
  }

  /**
   * Meets the other processes, if there are others, on the engine's device.
   *
   * @param timeout how long to wait for another rank, now and in every exchange
   * @throws io.yoso4j.model.tensor.RankGroupException if they do not come
   */
  public static Ranks join(RankEnvironment environment, Duration timeout) {
    return new Ranks(
        environment, environment.several() ? RankGroup.join(environment.options(timeout)) : null);
  }

  /** Number of this process. */
  public int rank() {
    return environment.rank();
  }

  /** Number of processes. */
  public int size() {
    return environment.size();
  }

  /** Whether this is the process that writes. */
  public boolean first() {
    return rank() == 0;
  }

  /** Whether there are other processes. */
  public boolean several() {
    return group != null;
  }

  /** This rank's part of what is divided among all. */
  public Shard shard() {
    return new Shard(rank(), size());
  }

  /** The connections to the others, or null. */
  public @Nullable RankGroup group() {
    return group;
  }

  /** The sums of the values over the ranks; the argument may be overwritten. */
  public double[] sum(double... mine) {
    if (group != null) {
      group.sum(mine);
    }
    return mine;
  }

  /** Whether any rank says so. */
  public boolean any(boolean mine) {
    return sum(mine ? 1 : 0)[0] > 0;
  }

  /** The bytes of all ranks, in their order. */
  public List<byte[]> gather(byte[] mine) {
    return group == null ? List.of(mine) : group.gather(mine);
  }

  /** The texts of all ranks, in their order. */
  public List<String> gather(String mine) {
    return gather(mine.getBytes(StandardCharsets.UTF_8)).stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  /** What rank 0 says. */
  public String fromFirst(String mine) {
    return group == null
        ? mine
        : new String(
            group.broadcast(mine.getBytes(StandardCharsets.UTF_8), 0), StandardCharsets.UTF_8);
  }

  /** What rank 0 says. */
  public double fromFirst(double mine) {
    return sum(first() ? mine : 0)[0];
  }

  /** Gives every rank the values of rank 0, in place. */
  public void copyFromFirst(List<Tensor> tensors) {
    if (group != null) {
      group.broadcast(tensors, 0);
    }
  }

  /** Waits until every rank is here. */
  public void waitForAll() {
    sum(0);
  }

  /** Tells the others why this rank is about to end. */
  public void leaveLastWords(Throwable reason) {
    if (group != null && !(reason instanceof RankGroupException)) {
      String message = reason.getMessage();
      group.leaveLastWords(message == null ? reason.getClass().getSimpleName() : message);
    }
  }

  /** Breaks the connections, so that no other rank waits for this one; last words stay readable. */
  public void disconnect() {
    if (group != null) {
      group.disconnect();
    }
  }

  /** Breaks the connections and leaves the meeting point. */
  @Override
  public void close() {
    if (group != null) {
      group.close();
    }
  }
}
