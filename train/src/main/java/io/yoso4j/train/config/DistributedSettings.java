package io.yoso4j.train.config;

/**
 * Section {@code distributed}: training with several processes.
 *
 * @param timeoutSeconds how long a process waits for another, at the start and in every exchange,
 *     before it gives up
 * @param bucketMb megabytes of gradients that are sent at once while backward still computes
 */
public record DistributedSettings(int timeoutSeconds, int bucketMb) {
  /** Checks every value. */
  public DistributedSettings {
    Check.within("distributed.timeout_seconds", timeoutSeconds, 1, 86_400);
    Check.within("distributed.bucket_mb", bucketMb, 1, 1024);
  }
}
