package io.yoso4j.model.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Ranks as threads of this process, which the engine does not tell from processes. */
public final class RankThreads {
  /** What a rank that stays silent may cost a test. */
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  private RankThreads() {}

  /** What every rank makes of its group, in the order of the ranks. */
  public static <T> List<T> run(int size, Duration timeout, Function<RankGroup, T> body) {
    int port = freePort();
    return run(size, rank -> RankGroupOptions.local(rank, size, port, timeout), body);
  }

  /** As {@link #run(int, Duration, Function)}, with other options. */
  static <T> List<T> run(
      int size, IntFunction<RankGroupOptions> each, Function<RankGroup, T> body) {
    try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int rank = 0; rank < size; rank++) {
        RankGroupOptions options = each.apply(rank);
        futures.add(
            threads.submit(() -> {
              try (RankGroup group = RankGroup.connect(options)) {
                return body.apply(group);
              }
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(TIMEOUT.toSeconds() * 2, TimeUnit.SECONDS));
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** A port of the loopback that nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
