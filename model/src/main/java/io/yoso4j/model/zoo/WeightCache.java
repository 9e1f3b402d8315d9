package io.yoso4j.model.zoo;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import io.yoso4j.data.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder of published weights. A file is downloaded once, verified whenever it is asked for, and
 * appears under its name only when it is whole and right. Beside it lies its SHA-256 as {@code
 * FILE.sha256}, in the form of {@code sha256sum}. Several processes may share the folder.
 */
public final class WeightCache {
  private final Path folder;
  private final boolean offline;
  private final Retries retries;

  private WeightCache(Path folder, boolean offline, Retries retries) {
    this.folder = folder;
    this.offline = offline;
    this.retries = retries;
  }

  /**
   * The user's cache: {@code YOSO4J_CACHE}, else {@code yoso4j} in {@code XDG_CACHE_HOME}, in
   * Windows' {@code LOCALAPPDATA} or in {@code ~/.cache}. Nothing is downloaded while {@code
   * YOSO4J_OFFLINE} is set.
   */
  public static WeightCache standard() {
    Map<String, String> environment = System.getenv();
    Path folder =
        folder(
            environment,
            System.getProperty("os.name", ""),
            Path.of(System.getProperty("user.home")));
    String offline = environment.getOrDefault("YOSO4J_OFFLINE", "");
    return of(folder, !offline.isEmpty() && !offline.equals("0"));
  }

  /** A cache in a folder, which is made when needed. */
  public static WeightCache of(Path folder, boolean offline) {
    return new WeightCache(folder, offline, Retries.STANDARD);
  }

  static WeightCache of(Path folder, Retries retries) {
    return new WeightCache(folder, false, retries);
  }

  static Path folder(Map<String, String> environment, String system, Path home) {
    Path chosen = path(environment.get("YOSO4J_CACHE"));
    if (chosen != null) {
      return chosen.toAbsolutePath();
    }
    Path xdg = path(environment.get("XDG_CACHE_HOME"));
    // A relative path is to be ignored: XDG Base Directory Specification.
    if (xdg != null && xdg.isAbsolute()) {
      return xdg.resolve("yoso4j");
    }
    Path local = path(environment.get("LOCALAPPDATA"));
    boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
    return windows && local != null
        ? local.resolve("yoso4j").resolve("cache")
        : home.resolve(".cache").resolve("yoso4j");
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null || text.isBlank() ? null : Path.of(text);
  }

  /** Where some weights are, or belong. */
  public Path path(PublishedWeights weights) {
    return folder.resolve("weights").resolve(weights.publisher()).resolve(weights.fileName());
  }

  /**
   * The verified file of some weights, downloaded when it is not here yet. A download that broke
   * off goes on where it stopped.
   *
   * @throws ZooException if it cannot be had, or what is here is not the published file
   */
  public Path get(PublishedWeights weights, DownloadListener listener) {
    Path file = path(weights);
    if (Files.exists(file)) {
      verify(weights, file);
      return file;
    }
    if (offline) {
      throw new ZooException(
          ZooException.Kind.UNAVAILABLE,
          weights.name() + ": is not in the cache, and YOSO4J_OFFLINE forbids downloads",
          byHand(weights));
    }
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = lock(channel)) {
        // Another process may have been faster.
        if (!Files.exists(file)) {
          download(weights, file, listener);
        } else {
          verify(weights, file);
        }
      }
    } catch (IOException e) {
      throw new ZooException(
          ZooException.Kind.WRITE,
          weights.name() + ": " + file + " cannot be written: " + AtomicFile.reason(e),
          "YOSO4J_CACHE=FOLDER chooses another folder.",
          e);
    }
    return file;
  }

  /** Locks against other processes; threads of this one wait for each other. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (java.nio.channels.OverlappingFileLockException e) {
        Retries.sleep(50);
      }
    }
  }

  private void download(PublishedWeights weights, Path file, DownloadListener listener)
      throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    boolean resumed = Files.exists(part);
    while (true) {
      Download.to(part, weights, listener, retries, byHand(weights));
      String digest = Sha256.of(part);
      String problem = problem(weights, Files.size(part), digest);
      if (problem == null) {
        record(file, digest);
        AtomicFile.move(part, file);
        Download.forget(part);
        return;
      }
      Download.forget(part);
      if (!resumed) {
        throw new ZooException(
            ZooException.Kind.WRONG,
            weights.name() + ": what came from " + weights.url() + " " + problem,
            "It was deleted. A proxy or a login page may have answered instead; "
                + byHand(weights));
      }
      // What lay here from an earlier try may have been of another file.
      resumed = false;
    }
  }

  private static void record(Path file, String digest) {
    String line = digest + "  " + file.getFileName() + "\n";
    AtomicFile.write(sidecar(file), out -> out.write(line.getBytes(StandardCharsets.UTF_8)));
  }

  /** A file that somebody put into a folder that is only read is good all the same. */
  private static void recordIfPossible(Path file, String digest) {
    try {
      record(file, digest);
    } catch (DataException e) {
      // Without a record, only changes that the registry's own digest shows are noticed.
    }
  }

  private static Path sidecar(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static void verify(PublishedWeights weights, Path file) {
    try {
      String digest = Sha256.of(file);
      String problem = problem(weights, Files.size(file), digest);
      Path sidecar = sidecar(file);
      if (problem == null && Files.exists(sidecar)) {
        String before = Files.readString(sidecar).strip().split("\\s", 2)[0];
        problem =
            before.equals(digest)
                ? null
                : "changed: its SHA-256 is " + digest + ", it was " + before;
      } else if (problem == null) {
        recordIfPossible(file, digest);
      }
      if (problem != null) {
        throw new ZooException(
            ZooException.Kind.WRONG,
            weights.name() + ": " + file + " " + problem,
            "Delete it; the next use downloads it again.");
      }
    } catch (IOException e) {
      throw new ZooException(
          ZooException.Kind.WRITE,
          weights.name() + ": " + file + " cannot be read: " + AtomicFile.reason(e),
          "Delete it; the next use downloads it again.",
          e);
    }
  }

  /** What is wrong with a file, or null. */
  private static @Nullable String problem(PublishedWeights weights, long size, String digest) {
    if (size < weights.minBytes() || size > weights.maxBytes()) {
      return "has "
          + size
          + " bytes, but must have "
          + weights.minBytes()
          + (weights.minBytes() == weights.maxBytes() ? "" : " to " + weights.maxBytes());
    }
    if (!digest.startsWith(weights.sha256())) {
      return "has the SHA-256 " + digest + ", but it must be " + expected(weights);
    }
    return null;
  }

  private static String expected(PublishedWeights weights) {
    return weights.sha256()
        + (weights.verification() == PublishedWeights.Verification.PREFIX ? "…" : "");
  }

  /** What to do without a network. */
  public String byHand(PublishedWeights weights) {
    String check =
        switch (weights.verification()) {
          case SIZE -> "";
          case PREFIX, DIGEST -> ", SHA-256 " + expected(weights);
        };
    return "Without a network: put "
        + weights.url()
        + " at "
        + path(weights)
        + " ("
        + weights.size()
        + check
        + ").";
  }
}
