package io.yoso4j.model.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;
import org.jspecify.annotations.Nullable;

/**
 * The processes that train together, numbered by rank, and what they do together: libtorch's c10d
 * with Gloo for everything on the CPU and NCCL for tensors on a GPU.
 *
 * <p>Every rank must call the same operations in the same order; an operation returns when this
 * rank's part is done. Sums are taken in an order that depends on the number of ranks alone, and
 * every rank gets the same bits. Gradients go over connections of their own ({@link GradientSum}),
 * so that their order and that of everything else do not matter to each other.
 *
 * <p>After a failure, a {@link RankGroupException}, nothing works any more: close the group, which
 * makes the operations of the other ranks fail too, whatever they wait for. One group at a time per
 * process; used by the thread that made it.
 */
public final class RankGroup implements AutoCloseable {
  private static final String LAST_WORDS = "last-words/";
  private static volatile @Nullable RankGroup current;

  private final RankGroupOptions options;
  private final MeetingPoint meeting;
  private final Backend host;
  private final Backend hostGradients;
  private final @Nullable Backend device;
  private boolean disconnected;
  private boolean closed;
  private @Nullable RankGroupException failure;

  private RankGroup(
      RankGroupOptions options,
      MeetingPoint meeting,
      Backend host,
      Backend hostGradients,
      @Nullable Backend device) {
    this.options = options;
    this.meeting = meeting;
    this.host = host;
    this.hostGradients = hostGradients;
    this.device = device;
  }

  /**
   * Meets the other ranks and connects to them. On the engine's device, which must be chosen
   * before.
   *
   * @throws RankGroupException if they do not come in time
   * @throws IllegalStateException if this process is in a group already
   */
  public static RankGroup join(RankGroupOptions options) {
    if (current != null) {
      throw new IllegalStateException("this process is in a group already");
    }
    RankGroup group = connect(options);
    current = group;
    return group;
  }

  /** A group that is not the process's. */
  static RankGroup connect(RankGroupOptions options) {
    Device device = Engine.device();
    MeetingPoint meeting = MeetingPoint.meet(options);
    try {
      return NativeOutput.silenced(() ->
          new RankGroup(
              options,
              meeting,
              gloo(options, meeting, "host"),
              gloo(options, meeting, "gradients"),
              device == Device.CUDA ? nccl(options, meeting) : null));
    } catch (RuntimeException e) {
      meeting.close();
      throw RankGroupException.of(options, "connecting to the other ranks", e);
    }
  }

  /** The group this process is in, or null. */
  public static @Nullable RankGroup current() {
    return current;
  }

  private static Backend gloo(RankGroupOptions options, MeetingPoint meeting, String name) {
    try (Milliseconds timeout = new Milliseconds(options.timeout().toMillis());
        ProcessGroupGloo.Options settings = ProcessGroupGloo.Options.create(timeout);
        Store store = meeting.part("gloo-" + name)) {
      GlooDeviceVector devices = settings.devices();
      devices.push_back(glooDevice(options));
      return new ProcessGroupGloo(store, options.rank(), options.size(), settings)
          .retainReference();
    }
  }

  /** The network device that the other ranks can reach. */
  private static org.bytedeco.pytorch.gloo.Device glooDevice(RankGroupOptions options) {
    if (options.oneMachine()) {
      return ProcessGroupGloo.createDeviceForHostname("127.0.0.1");
    }
    String name = options.networkInterface();
    if (name != null) {
      return ProcessGroupGloo.createDeviceForInterface(name);
    }
    InetSocketAddress meeting = new InetSocketAddress(options.host(), options.port());
    try (DatagramSocket probe = new DatagramSocket()) {
      // Connecting a datagram socket sends nothing: it only looks up the route.
      probe.connect(meeting);
      InetAddress own = probe.getLocalAddress();
      return own.isLoopbackAddress()
          ? ProcessGroupGloo.createDefaultDevice(false)
          : ProcessGroupGloo.createDeviceForHostname(own.getHostAddress());
    } catch (SocketException | IllegalArgumentException | java.io.UncheckedIOException e) {
      return ProcessGroupGloo.createDefaultDevice(false);
    }
  }

  private static Backend nccl(RankGroupOptions options, MeetingPoint meeting) {
    try (Store store = meeting.part("nccl");
        ProcessGroupNCCL.Options settings = ProcessGroupNCCL.Options.create();
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis())) {
      settings.timeout(timeout);
      return new ProcessGroupNCCL(store, options.rank(), options.size(), settings)
          .retainReference();
    }
  }

  /** Number of this process, from 0. */
  public int rank() {
    return options.rank();
  }

  /** Number of processes. */
  public int size() {
    return options.size();
  }

  /** How it was joined. */
  public RankGroupOptions options() {
    return options;
  }

  /** Adds up {@code values} over the ranks, element by element, in place. */
  public void sum(double[] values) {
    if (values.length == 0) {
      return;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor all = Tensor.copyOf(MemorySegment.ofArray(values), ElementType.FLOAT64, values.length);
      sum(List.of(all), "sum of %d numbers".formatted(values.length));
      MemorySegment.copy(all.data(), ValueLayout.JAVA_DOUBLE, 0, values, 0, values.length);
    }
  }

  /**
   * Adds up tensors over the ranks, in place.
   *
   * @param tensors of one type and device, of the same shapes on every rank
   */
  public void sum(List<Tensor> tensors) {
    sum(tensors, "sum of %d tensors".formatted(tensors.size()));
  }

  private void sum(List<Tensor> tensors, String operation) {
    if (tensors.isEmpty()) {
      return;
    }
    Backend backend = backend(tensors.getFirst());
    start(operation, tensors, vector -> backend.allreduce_coalesced(vector)).await();
  }

  /** As {@link #sum(List)}, beside other work and in the order of these calls alone. */
  Pending startGradientSum(List<Tensor> tensors, String operation) {
    Backend nccl = device;
    Backend backend =
        tensors.getFirst().device() == Device.CUDA && nccl != null ? nccl : hostGradients;
    return start(operation, tensors, vector -> backend.allreduce_coalesced(vector));
  }

  /**
   * Gives every rank the values that rank {@code root} holds, in place.
   *
   * @param tensors of the same types and shapes on every rank
   */
  public void broadcast(List<Tensor> tensors, int root) {
    Map<ElementType, List<Tensor>> byType = new LinkedHashMap<>();
    tensors.forEach(
        tensor -> byType.computeIfAbsent(tensor.type(), _ -> new ArrayList<>()).add(tensor));
    for (List<Tensor> same : byType.values()) {
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        Tensor flat =
            Functional.cat(same.stream().map(tensor -> tensor.detach().reshape(-1)).toList(), 0);
        broadcast(flat, root, "broadcast of %d tensors".formatted(same.size()));
        long first = 0;
        for (Tensor tensor : same) {
          tensor.copyInPlace(flat.narrow(0, first, tensor.count()).view(tensor.shape()));
          first += tensor.count();
        }
      }
    }
  }

  private void broadcast(Tensor tensor, int root, String operation) {
    Backend backend = backend(tensor);
    start(
            operation + " from rank " + root,
            List.of(tensor),
            vector -> {
              try (BroadcastOptions from = new BroadcastOptions()) {
                from.rootRank(root);
                return backend.broadcast(vector, from);
              }
            })
        .await();
  }

  /**
   * Collects bytes of all ranks on all ranks.
   *
   * @param mine any number of bytes, also none
   * @return those of rank 0, 1, …
   */
  public List<byte[]> gather(byte[] mine) {
    double[] lengths = new double[size()];
    lengths[rank()] = mine.length;
    sum(lengths);
    int longest = (int) Arrays.stream(lengths).max().orElse(0);
    List<byte[]> all = new ArrayList<>();
    checkLengths(lengths, mine.length);
    if (longest == 0) {
      Arrays.stream(lengths).forEach(_ -> all.add(new byte[0]));
      return all;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      MemorySegment padded = MemorySegment.ofArray(Arrays.copyOf(mine, longest));
      Tensor input = Tensor.copyOf(padded, ElementType.UINT8, longest);
      Tensor output = Tensor.zeros(ElementType.UINT8, (long) longest * size());
      start(
              "gathering %d bytes".formatted(longest),
              List.of(),
              _ -> host._allgather_base(output.raw(), input.raw()))
          .await();
      for (int from = 0; from < size(); from++) {
        byte[] bytes = new byte[(int) lengths[from]];
        MemorySegment.copy(
            output.data(), ValueLayout.JAVA_BYTE, (long) from * longest, bytes, 0, bytes.length);
        all.add(bytes);
      }
    }
    return all;
  }

  /** What comes from other processes is not believed before it is allocated for. */
  private void checkLengths(double[] lengths, int mine) {
    boolean whole = Arrays.stream(lengths).allMatch(l -> l >= 0 && l == Math.rint(l));
    double most = Arrays.stream(lengths).max().orElse(0);
    if (!whole || most > Integer.MAX_VALUE || lengths[rank()] != mine) {
      throw new RankGroupException(
          RankGroupException.Kind.ENGINE,
          "rank %d: gathering %d bytes: the ranks announce %s, which are no numbers of bytes"
              .formatted(rank(), mine, Arrays.toString(lengths)),
          null);
    }
  }

  /** Gives every rank the bytes of rank {@code root}; the argument of the others is ignored. */
  public byte[] broadcast(byte[] bytes, int root) {
    return gather(rank() == root ? bytes : new byte[0]).get(root);
  }

  /** Waits until every rank is here. */
  public void barrier() {
    sum(new double[1]);
  }

  /**
   * Tells the other ranks why this one is about to end; they find it in {@link #lastWords}. Best
   * effort: it is lost when the rank that holds the meeting point is gone.
   */
  public void leaveLastWords(String reason) {
    meeting.leave(LAST_WORDS + rank(), reason);
  }

  /** Why rank {@code other} ended, as far as it could tell; empty when it did not. */
  public String lastWords(int other) {
    return meeting.find(LAST_WORDS + other);
  }

  private Backend backend(Tensor tensor) {
    Backend nccl = device;
    return tensor.device() == Device.CUDA && nccl != null ? nccl : host;
  }

  @FunctionalInterface
  private interface Operation {
    Work start(TensorVector tensors);
  }

  private Pending start(String operation, List<Tensor> tensors, Operation body) {
    if (disconnected) {
      throw new IllegalStateException(
          "rank " + rank() + ": " + operation + ": the group is closed");
    }
    RankGroupException before = failure;
    if (before != null) {
      throw before;
    }
    return guarded(
        operation,
        () -> {
          try (TensorVector vector = Raw.vector(tensors)) {
            return new Pending(operation, body.start(vector).retainReference());
          }
        });
  }

  private <T> T guarded(String operation, Supplier<T> body) {
    try {
      return body.get();
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      RankGroupException failed = RankGroupException.of(options, operation, e);
      failure = failed;
      throw failed;
    }
  }

  /** An operation under way. */
  final class Pending implements AutoCloseable {
    private final String operation;
    private final Work work;

    private Pending(String operation, Work work) {
      this.operation = operation;
      this.work = work;
    }

    /** Waits until it is done, on a GPU until what is computed next may use its result. */
    void await() {
      try {
        boolean _ = RankGroup.this.<Boolean>guarded(operation, () -> work._wait());
      } finally {
        close();
      }
    }

    /** Gives it up. */
    @Override
    public void close() {
      work.close();
    }
  }

  /**
   * Breaks the connections, so that no other rank waits for this one. Last words can still be left
   * and read, as long as the rank that holds the meeting point has not closed its group.
   */
  public void disconnect() {
    if (disconnected) {
      return;
    }
    disconnected = true;
    hostGradients.close();
    host.close();
    if (device != null) {
      device.close();
    }
  }

  /** Breaks the connections and leaves the meeting point. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (current == this) {
      current = null;
    }
    disconnect();
    meeting.close();
  }
}
