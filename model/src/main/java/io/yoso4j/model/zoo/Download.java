package io.yoso4j.model.zoo;

import io.yoso4j.data.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One download into a file that grows: what is there is kept when the connection breaks, now or at
 * the next run. Beside it lies the server's entity tag, so that parts of two versions are never
 * joined where the server tells them apart.
 */
final class Download {
  private static final int CHUNK = 1 << 16;
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
  private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

  private final Path part;
  private final PublishedWeights weights;
  private final DownloadListener listener;
  private final Retries retries;
  private final String byHand;

  private Download(
      Path part,
      PublishedWeights weights,
      DownloadListener listener,
      Retries retries,
      String byHand) {
    this.part = part;
    this.weights = weights;
    this.listener = listener;
    this.retries = retries;
    this.byHand = byHand;
  }

  /**
   * Downloads the whole file into {@code part}, which may hold its beginning.
   *
   * @param byHand what the user can do instead
   * @throws ZooException if the server does not give it
   * @throws IOException if {@code part} cannot be written
   */
  static void to(
      Path part,
      PublishedWeights weights,
      DownloadListener listener,
      Retries retries,
      String byHand)
      throws IOException {
    new Download(part, weights, listener, retries, byHand).run();
  }

  /** Deletes a part and what belongs to it. */
  static void forget(Path part) throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(tag(part));
  }

  private static Path tag(Path part) {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  /** A broken connection, which is worth another try. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private void run() throws IOException {
    int fruitless = 0;
    while (true) {
      retries.pause(fruitless);
      long before = size();
      try {
        attempt(before);
        return;
      } catch (Broken e) {
        fruitless = size() > before ? 0 : fruitless + 1;
        if (fruitless >= retries.tries()) {
          throw new ZooException(
              ZooException.Kind.UNAVAILABLE,
              weights.name()
                  + ": cannot be downloaded from "
                  + weights.url().getHost()
                  + ": "
                  + e.getMessage()
                  + (size() > 0 ? "; " + size() + " bytes are kept, the next try goes on" : ""),
              byHand,
              e);
        }
      }
    }
  }

  private long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void attempt(long kept) throws IOException, Broken {
    String validator = kept > 0 ? readTag() : null;
    boolean joinable =
        validator != null || weights.verification() != PublishedWeights.Verification.SIZE;
    long from = joinable ? kept : 0;
    HttpURLConnection connection;
    int status;
    try {
      connection = Connection.open(weights.url(), from, validator, retries.timeoutMillis());
      status = connection.getResponseCode();
    } catch (Connection.BadRedirection e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Broken(reason(e), e);
    }
    try {
      switch (status) {
        case 200 -> receive(connection, 0, connection.getContentLengthLong());
        case 206 -> resume(connection, from);
        case 416 -> beyondTheEnd(connection, from);
        case 408, 429, 500, 502, 503, 504 ->
            throw new Broken("the server answers with status " + status, null);
        default ->
            throw refused(
                "is not given by " + weights.url() + ": the server answers with status " + status);
      }
    } finally {
      connection.disconnect();
    }
  }

  private void resume(HttpURLConnection connection, long from) throws IOException, Broken {
    Matcher range = RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
    if (!range.matches() || Long.parseLong(range.group(1)) != from) {
      forget(part);
      throw new Broken("the server sends another part than was asked for", null);
    }
    long length = connection.getContentLengthLong();
    long total =
        range.group(2).equals("*")
            ? (length < 0 ? -1 : from + length)
            : Long.parseLong(range.group(2));
    receive(connection, from, total);
  }

  private void beyondTheEnd(HttpURLConnection connection, long from) throws IOException, Broken {
    Matcher total = UNSATISFIED.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
    if (total.matches() && Long.parseLong(total.group(1)) == from) {
      return;
    }
    forget(part);
    throw new Broken("what was kept does not fit the server's file", null);
  }

  private void receive(HttpURLConnection connection, long from, long total)
      throws IOException, Broken {
    if (total >= 0 && (total < weights.minBytes() || total > weights.maxBytes())) {
      forget(part);
      throw wrong("has " + total + " bytes");
    }
    if (total >= 0) {
      requireSpace(total - from);
    }
    rememberTag(connection);
    long at = from;
    try (OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                from == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        InputStream in = body(connection)) {
      byte[] chunk = new byte[CHUNK];
      for (int got = read(in, chunk); got >= 0; got = read(in, chunk)) {
        if (at + got > weights.maxBytes()) {
          throw wrong("has more than " + weights.maxBytes() + " bytes");
        }
        out.write(chunk, 0, got);
        at += got;
        listener.onProgress(weights, at, total);
      }
    } catch (ZooException e) {
      forget(part);
      throw e;
    }
    if (total >= 0 && at < total) {
      throw new Broken("the connection ended after " + at + " of " + total + " bytes", null);
    }
  }

  private static InputStream body(HttpURLConnection connection) throws Broken {
    try {
      return connection.getInputStream();
    } catch (IOException e) {
      throw new Broken(reason(e), e);
    }
  }

  private static int read(InputStream in, byte[] chunk) throws Broken {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw new Broken(reason(e), e);
    }
  }

  private @Nullable String readTag() throws IOException {
    return Files.exists(tag(part))
        ? Files.readString(tag(part), StandardCharsets.ISO_8859_1)
        : null;
  }

  /** Only a strong tag tells bytes apart. */
  private void rememberTag(HttpURLConnection connection) throws IOException {
    String tag = connection.getHeaderField("ETag");
    if (tag != null && tag.startsWith("\"") && tag.length() <= 1024) {
      Files.writeString(tag(part), tag, StandardCharsets.ISO_8859_1);
    } else {
      Files.deleteIfExists(tag(part));
    }
  }

  private void requireSpace(long bytes) throws IOException {
    Path folder = part.toAbsolutePath().getParent();
    FileStore store = Files.getFileStore(folder == null ? part : folder);
    long free = store.getUsableSpace();
    if (free < bytes) {
      throw new ZooException(
          ZooException.Kind.WRITE,
          String.format(
              Locale.ROOT,
              "%s: no space left for %d bytes in %s, where %d are free",
              weights.name(),
              bytes,
              folder,
              free),
          "YOSO4J_CACHE=FOLDER chooses another folder.");
    }
  }

  private ZooException wrong(String found) {
    return new ZooException(
        ZooException.Kind.WRONG,
        weights.name()
            + ": "
            + weights.url()
            + " "
            + found
            + ", but must have "
            + weights.minBytes()
            + " to "
            + weights.maxBytes(),
        byHand);
  }

  private ZooException refused(String why) {
    return new ZooException(ZooException.Kind.UNAVAILABLE, weights.name() + ": " + why, byHand);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.net.UnknownHostException _ -> "its address cannot be looked up";
      case java.net.SocketTimeoutException _ -> "no answer in time";
      case FileNotFoundException _ -> "not found";
      default -> AtomicFile.reason(e);
    };
  }
}
