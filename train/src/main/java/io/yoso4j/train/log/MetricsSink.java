package io.yoso4j.train.log;

/**
 * Where a run's entries go. Nothing here ever throws into the training: the first failure is
 * reported once, and from then on entries are let go. For use by one thread.
 */
public sealed interface MetricsSink extends AutoCloseable permits MetricsLog, TensorBoardWriter {
  /** Writes an entry, so that it survives the end of this process. */
  void write(Metrics entry);

  /** Whether writing has failed; later entries are then lost. */
  boolean failed();

  @Override
  void close();
}
