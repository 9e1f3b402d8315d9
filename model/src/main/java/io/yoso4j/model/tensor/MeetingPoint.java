package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Where the ranks meet: a key-value store on one TCP port. Rank 0 holds it unless somebody else
 * does.
 */
final class MeetingPoint implements AutoCloseable {
  private static final String SIZE = "size";
  private static final String RANK = "rank/";

  private static final long PATIENCE_SECONDS = 3;

  private final RankGroupOptions options;
  private final Store store;

  /** Whether the host of the store has stopped answering. */
  private boolean silent;

  /** What is before all keys, so that attempts do not meet each other. */
  private final String attempt;

  private MeetingPoint(RankGroupOptions options, Store store) {
    this.options = options;
    this.store = store;
    attempt = "yoso4j/attempt-" + options.attempt() + "/";
  }

  /**
   * Waits until all ranks are there.
   *
   * @throws RankGroupException if the port is taken, ranks are missing, there twice, or disagree on
   *     their number
   */
  static MeetingPoint meet(RankGroupOptions options) {
    MeetingPoint point = new MeetingPoint(options, connect(options));
    try {
      point.announce();
      point.await();
    } catch (RankGroupException e) {
      point.close();
      throw e;
    } catch (RuntimeException e) {
      point.close();
      throw point.failed("the meeting broke off: " + RankGroupException.reason(e), e);
    }
    return point;
  }

  private static Store connect(RankGroupOptions options) {
    boolean serves = options.rank() == 0 && !options.hosted();
    try (TCPStoreOptions settings = new TCPStoreOptions();
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis())) {
      settings.port((short) options.port());
      settings.isServer(serves);
      settings.waitWorkers(false);
      settings.timeout(timeout);
      return new TCPStore(options.host(), settings).retainReference();
    } catch (RuntimeException e) {
      String where = options.host() + ":" + options.port();
      throw new RankGroupException(
          RankGroupException.Kind.JOIN,
          serves
              ? "rank 0: cannot listen on " + where + ": " + RankGroupException.reason(e)
              : "rank %d: nobody listens on %s within %s; is rank 0 running?"
                  .formatted(options.rank(), where, RankGroupException.seconds(options)),
          e);
    }
  }

  private void announce() {
    String size = Integer.toString(options.size());
    String agreed = store.compareSet(attempt + SIZE, "", size);
    if (!agreed.equals(size)) {
      throw failed("%s ranks here, but %s elsewhere".formatted(size, agreed), null);
    }
    if (store.add(attempt + RANK + options.rank() + "/count", 1) > 1) {
      throw failed("another process is rank " + options.rank() + " too", null);
    }
    store.set(attempt + RANK + options.rank(), "here");
  }

  private void await() {
    String[] keys = new String[options.size()];
    for (int rank = 0; rank < keys.length; rank++) {
      keys[rank] = attempt + RANK + rank;
    }
    try (StringVector all = new StringVector(keys);
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis())) {
      store._wait(all, timeout);
    } catch (RuntimeException e) {
      throw failed(
          "rank %s did not come within %s"
              .formatted(missing(keys), RankGroupException.seconds(options)),
          e);
    }
  }

  private String missing(String[] keys) {
    List<String> missing = new ArrayList<>();
    for (int rank = 0; rank < keys.length; rank++) {
      if (!has(keys[rank])) {
        missing.add(Integer.toString(rank));
      }
    }
    return String.join(", ", missing);
  }

  private boolean has(String key) {
    try (StringVector one = new StringVector(new String[] {key})) {
      return store.check(one);
    }
  }

  private RankGroupException failed(
      String message, @org.jspecify.annotations.Nullable Throwable e) {
    return new RankGroupException(
        RankGroupException.Kind.JOIN, "rank " + options.rank() + ": " + message, e);
  }

  /** A part of the store that nobody else writes to; the caller owns it. */
  Store part(String name) {
    // An object of these classes that Java made counts no owners: native code it is given to would
    // share it with the garbage collector. What clone gives is counted.
    try (Store connection = store.clone();
        PrefixStore uncounted = new PrefixStore(attempt + name, connection)) {
      return uncounted.clone().retainReference();
    }
  }

  /** Leaves a word for the other ranks; best effort. */
  void leave(String key, String value) {
    ask(() -> {
      store.set(attempt + key, value);
      return "";
    });
  }

  /** The word left under {@code key}, or empty when there is none or nobody holds the store. */
  String find(String key) {
    return ask(() -> has(attempt + key) ? store.get_to_str(attempt + key) : "");
  }

  /**
   * The store waits without end for a host that went away without closing its connections, as a
   * machine that lost its power does.
   */
  private String ask(Supplier<String> question) {
    if (silent) {
      return "";
    }
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(question, Thread.ofPlatform().daemon()::start);
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException gone) {
      return "";
    } catch (TimeoutException e) {
      silent = true;
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    // A thread that still waits for an answer uses the store until the process ends.
    if (!silent) {
      store.close();
    }
  }
}
