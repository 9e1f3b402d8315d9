package io.yoso4j.model.tensor;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a process joins the ranks that train together.
 *
 * @param rank number of this process, from 0 to {@code size - 1}
 * @param size number of processes, at least 2
 * @param host where the ranks meet: name or address of the machine of rank 0
 * @param port where the ranks meet, 1 to 65535
 * @param hosted whether somebody else, such as {@code torchrun}, already listens there; else rank 0
 *     does
 * @param attempt how often the launcher has started the ranks before, from 0; a meeting point that
 *     is not rank 0's outlives them and still holds what earlier attempts left
 * @param oneMachine whether all ranks run on this machine and talk over the loopback
 * @param networkInterface network interface to talk over, or null for the one that leads to {@code
 *     host}
 * @param timeout how long to wait for another rank, at the meeting and in every operation
 */
public record RankGroupOptions(
    int rank,
    int size,
    String host,
    int port,
    boolean hosted,
    int attempt,
    boolean oneMachine,
    @Nullable String networkInterface,
    Duration timeout) {
  /** Checks the ranges. */
  public RankGroupOptions {
    Objects.requireNonNull(host, "host");
    if (size < 2) {
      throw new IllegalArgumentException("size (" + size + ") must be at least 2");
    }
    Objects.checkIndex(rank, size);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port (" + port + ") must be between 1 and 65535");
    }
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt (" + attempt + ") must be at least 0");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout (" + timeout + ") must be at least 1 ms");
    }
  }

  /** Ranks of one machine, which meet at {@code port} of its loopback. */
  public static RankGroupOptions local(int rank, int size, int port, Duration timeout) {
    return new RankGroupOptions(rank, size, "127.0.0.1", port, false, 0, true, null, timeout);
  }
}
