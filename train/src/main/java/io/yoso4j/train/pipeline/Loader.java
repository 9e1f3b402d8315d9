package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.config.TrainConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes batches ahead of the training on several threads.
 *
 * <p>Step k gets the samples at positions k·batch to (k + 1)·batch − 1, whatever the number of
 * threads and wherever the loader starts; a rank of several gets its {@link Shard} of them. At most
 * {@code data.prefetch} batches wait. For use by one thread; that thread gets the errors.
 */
public final class Loader implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private final SampleSource source;
  private final int batchSize;
  private final Shard shard;
  private final int mine;
  private final int ahead;
  private final ExecutorService workers;
  private final Queue<Future<Sample>> pending = new ArrayDeque<>();
  private long nextIndex;

  private Loader(SampleSource source, TrainConfig config, long firstStep, Shard shard) {
    this.source = source;
    this.batchSize = config.train().batchSize();
    this.shard = shard;
    this.mine = shard.of(batchSize);
    this.ahead = Math.multiplyExact(mine, config.data().prefetch());
    this.nextIndex = Math.multiplyExact(firstStep, (long) mine);
    this.workers =
        Executors.newFixedThreadPool(
            config.data().loaderThreads(),
            Thread.ofPlatform().daemon().name("yoso4j-loader-", 1).factory());
  }

  /**
   * Opens a loader, which begins to work at once.
   *
   * @param data training images and objects
   * @param config batch size, augmentation, threads
   * @param firstStep the step of the first batch: 0, or the step a run resumes at
   */
  public static Loader open(CocoDataset data, TrainConfig config, long firstStep) {
    return open(data, config, firstStep, Shard.WHOLE);
  }

  /**
   * As {@link #open(CocoDataset, TrainConfig, long)}, of every batch only the samples of one rank.
   *
   * @throws IllegalArgumentException if a batch has no sample for the rank
   */
  public static Loader open(CocoDataset data, TrainConfig config, long firstStep, Shard shard) {
    return open(SampleSource.of(data, config), config, firstStep, shard);
  }

  /** As {@link #open(CocoDataset, TrainConfig, long)}, over samples known already. */
  public static Loader open(SampleSource source, TrainConfig config, long firstStep) {
    return open(source, config, firstStep, Shard.WHOLE);
  }

  private static Loader open(SampleSource source, TrainConfig config, long firstStep, Shard shard) {
    if (firstStep < 0) {
      throw new IllegalArgumentException("firstStep must not be negative, but is " + firstStep);
    }
    if (shard.of(config.train().batchSize()) == 0) {
      throw new IllegalArgumentException(
          "train.batch_size (%d) must be at least the number of ranks (%d)"
              .formatted(config.train().batchSize(), shard.size()));
    }
    Loader loader = new Loader(source, config, firstStep, shard);
    loader.fill();
    return loader;
  }

  /**
   * The batch of the next step; waits for it.
   *
   * @throws io.yoso4j.data.DataException if an image cannot be used, naming file and id; the loader
   *     is then closed
   * @throws IllegalStateException if the loader is closed, or the thread is interrupted
   */
  public Batch next() {
    List<Sample> samples = new ArrayList<>(mine);
    while (samples.size() < mine) {
      Future<Sample> head = pending.poll();
      if (head == null) {
        throw new IllegalStateException("the loader is closed");
      }
      samples.add(result(head));
      fill();
    }
    return new Batch(samples);
  }

  /** Where the time of the threads went so far. */
  public LoaderProfile profile() {
    return source.profile();
  }

  private void fill() {
    while (pending.size() < ahead) {
      long position = shard.position(nextIndex++, batchSize);
      pending.add(workers.submit(() -> source.at(position)));
    }
  }

  private Sample result(Future<Sample> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while waiting for images", e);
    } catch (ExecutionException e) {
      close();
      switch (e.getCause()) {
        case RuntimeException problem -> throw problem;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("loading failed", e);
      }
    }
  }

  /** Stops the threads; batches not taken are lost. */
  @Override
  public void close() {
    pending.forEach(future -> future.cancel(false));
    pending.clear();
    workers.shutdownNow();
    try {
      // Decoding cannot be interrupted, but is short; the threads are daemons in any case.
      boolean ignored = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
