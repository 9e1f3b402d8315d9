package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the gradients of all ranks while backward still computes: parameters are taken in
 * buckets, last ones first, and a bucket leaves as soon as its gradients and all buckets before it
 * are complete. Order and contents of the buckets are fixed, so that every rank gets the same bits
 * in every run.
 *
 * <p>Between {@link #begin} and {@link #finish} lies exactly one backward. A parameter that got a
 * gradient on some ranks only counts as zero on the others; one that got none anywhere is left
 * without. Not thread-safe.
 */
public final class GradientSum implements AutoCloseable {
  /** Bytes after which a bucket is full: large enough to amortise a round trip. */
  public static final long BUCKET_BYTES = 25L << 20;

  private final RankGroup group;
  private final List<Bucket> buckets = new ArrayList<>();
  private final List<Registered> hooks = new ArrayList<>();
  private boolean active;
  private int next;

  /** The bucket of the parameter whose gradient is being added to what it holds. */
  private @Nullable Bucket arriving;

  private @Nullable RuntimeException failure;

  private GradientSum(RankGroup group) {
    this.group = group;
  }

  /**
   * @param parameters leaves of one type that require gradients, in the order of forward; all of
   *     them, the same on every rank
   * @param bucketBytes bytes after which a bucket is full
   */
  public static GradientSum create(RankGroup group, List<Tensor> parameters, long bucketBytes) {
    GradientSum sum = new GradientSum(group);
    List<Tensor> reversed = parameters.reversed();
    int first = 0;
    while (first < reversed.size()) {
      int end = first;
      long bytes = 0;
      while (end < reversed.size() && (end == first || bytes < bucketBytes)) {
        bytes += reversed.get(end).count() * reversed.get(end).type().bytes();
        end++;
      }
      sum.add(reversed.subList(first, end));
      first = end;
    }
    return sum;
  }

  private void add(List<Tensor> parameters) {
    Bucket bucket = new Bucket(parameters);
    buckets.add(bucket);
    for (Tensor parameter : parameters) {
      GradientHook.Notice hook = new GradientHook.Notice(() -> arrive(bucket));
      Raw.run(
          "register_hook",
          () -> hooks.add(new Registered(parameter, hook, parameter.raw().register_hook(hook))),
          parameter);
    }
  }

  /** The gradients of the next backward are to be added up over the ranks. */
  public void begin() {
    active = true;
    next = 0;
    arriving = null;
    failure = null;
    buckets.forEach(bucket -> bucket.missing = bucket.parameters.size());
  }

  /**
   * Backward comes here before it adds a gradient to its parameter; that of the parameter before is
   * in place by then, since one thread does both.
   */
  private void arrive(Bucket bucket) {
    if (!active || failure != null) {
      return;
    }
    try {
      settle();
      arriving = bucket;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void settle() {
    Bucket settled = arriving;
    arriving = null;
    if (settled != null) {
      settled.missing--;
      while (next < buckets.size() && buckets.get(next).missing == 0) {
        buckets.get(next++).send();
      }
    }
  }

  /**
   * Waits for the other ranks; then every gradient is the sum over them.
   *
   * @throws RankGroupException if another rank is lost or too slow; the gradients are then of no
   *     use
   */
  public void finish() {
    active = false;
    if (failure == null) {
      settle();
      while (next < buckets.size()) {
        buckets.get(next++).send();
      }
    }
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    buckets.forEach(Bucket::receive);
  }

  /** Parameters that travel together. */
  private final class Bucket {
    private final List<Tensor> parameters;
    private final Tensor present;
    private int missing;
    private RankGroup.@Nullable Pending pending;

    Bucket(List<Tensor> parameters) {
      this.parameters = List.copyOf(parameters);
      try (TensorScope scope = TensorScope.open()) {
        present =
            scope.keep(
                Tensor.zeros(
                    parameters.getFirst().type(),
                    parameters.getFirst().device(),
                    parameters.size()));
      }
    }

    /** The gradients and, for each, whether there is one. */
    void send() {
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        List<Tensor> all = new ArrayList<>(parameters.size() + 1);
        float[] flags = new float[parameters.size()];
        for (int i = 0; i < flags.length; i++) {
          Tensor gradient = parameters.get(i).grad();
          flags[i] = gradient == null ? 0 : 1;
          all.add(gradient == null ? parameters.get(i).zeroGrad() : gradient);
        }
        present.copyInPlace(Tensor.of(flags, flags.length));
        all.add(present);
        pending =
            group.startGradientSum(
                all, "sum of the gradients, bucket %d of %d".formatted(number(), buckets.size()));
      }
    }

    private int number() {
      return buckets.indexOf(this) + 1;
    }

    void receive() {
      RankGroup.Pending started = pending;
      pending = null;
      if (started == null) {
        return;
      }
      started.await();
      float[] flags;
      try (TensorScope _ = TensorScope.open()) {
        flags = present.to(Device.CPU).to(ElementType.FLOAT32).toFloats();
      }
      for (int i = 0; i < flags.length; i++) {
        if (flags[i] == 0) {
          parameters.get(i).clearGrad();
        }
      }
    }

    void close() {
      if (pending != null) {
        pending.close();
      }
      present.close();
    }
  }

  private record Registered(Tensor parameter, GradientHook.Notice hook, int number) {}

  /** Lets go of the parameters; before they are freed. */
  @Override
  public void close() {
    active = false;
    buckets.forEach(Bucket::close);
    for (Registered registered : hooks) {
      registered.parameter.raw().remove_hook(registered.number);
      registered.hook.close();
    }
  }
}
