package io.yoso4j.model.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.StringSupplier;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The libtorch engine of this process: loaded once, configured by {@link #start}, started with
 * {@link EngineOptions#defaults()} by the first tensor otherwise. Thread-safe.
 */
public final class Engine {
  /**
   * Must be set before any class of JavaCPP initialises, else allocations read the RSS and fail.
   */
  private static final String[] UNLIMITED = {
    "org.bytedeco.javacpp.maxphysicalbytes", "org.bytedeco.javacpp.maxbytes"
  };

  private static final long PAGE_BYTES = 4096;
  private static final Object LOCK = new Object();
  private static @Nullable String failure;
  private static boolean loaded;
  private static volatile @Nullable EngineOptions current;

  private Engine() {}

  /**
   * Loads the natives on the first call and applies {@code options}; later calls change device,
   * threads and seed for what is created afterwards.
   *
   * @throws EngineException if the natives cannot be loaded or the device is missing
   */
  public static void start(EngineOptions options) {
    synchronized (LOCK) {
      load();
      if (options.device() == Device.CUDA) {
        requireCuda();
      }
      torch.set_num_threads(options.threads());
      torch.manual_seed(options.seed());
      current = options;
    }
  }

  /**
   * Lets this process see one GPU of those it could see; before the engine starts, afterwards
   * without effect. For processes that share a machine.
   *
   * @param index from 0, among the visible ones
   */
  public static void chooseGpu(int index) {
    synchronized (LOCK) {
      if (!loaded) {
        ProcessTuning.chooseGpu(index);
      }
    }
  }

  /** Starts with the defaults unless {@link #start} was called before. */
  static void ensureStarted() {
    if (current == null) {
      synchronized (LOCK) {
        if (current == null) {
          start(EngineOptions.defaults());
        }
      }
    }
  }

  /** The options in force. */
  public static EngineOptions options() {
    ensureStarted();
    EngineOptions options = current;
    if (options == null) {
      throw new IllegalStateException("engine did not start");
    }
    return options;
  }

  /** The device new networks are placed on. */
  public static Device device() {
    return options().device();
  }

  /** Version of the libtorch presets in use, such as {@code 2.10.0-1.5.13}, if the jar tells. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /**
   * Resident memory of the process in bytes, or -1 where the system does not tell ({@code
   * /proc/self/statm} is Linux only).
   */
  public static long residentBytes() {
    Path statm = Path.of("/proc/self/statm");
    try {
      return new Scanner(Files.readString(statm)).skip("\\d+").nextLong() * PAGE_BYTES;
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  /**
   * Native objects that Java holds at this moment: tensors, and the lists and options handed to
   * libtorch. The same after every step of a program that frees what it makes.
   */
  public static long liveObjects() {
    ensureStarted();
    return Pointer.totalCount();
  }

  private static void load() {
    if (failure != null) {
      throw new EngineException(failure);
    }
    if (loaded) {
      return;
    }
    for (String property : UNLIMITED) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "0");
      }
    }
    ProcessTuning.apply();
    try {
      // The presets' main class first: loading starts from it, or the process dies.
      torch.hasCUDA();
      torch.SetStackTraceFetcher(NoStackTrace.INSTANCE);
      torch.initLogging();
      loaded = true;
    } catch (LinkageError e) {
      failure = "libtorch could not be loaded: " + e.getMessage();
      throw new EngineException(failure, e);
    }
  }

  private static void requireCuda() {
    if (!torch.hasCUDA()) {
      throw new EngineException(
          "device cuda: this build holds libtorch for the CPU only, or a CUDA 13 library was not"
              + " found through LD_LIBRARY_PATH; build with -Pgpu, or use cpu");
    }
    if (!torch.cuda_is_available()) {
      throw new EngineException("device cuda: no usable GPU found; use cpu");
    }
  }

  /** Native frames in error texts cost up to a second and help nobody. */
  private static final class NoStackTrace extends StringSupplier {
    static final NoStackTrace INSTANCE = new NoStackTrace();
    private final transient BytePointer empty = new BytePointer("");

    @Override
    public BytePointer call() {
      return empty;
    }
  }
}
