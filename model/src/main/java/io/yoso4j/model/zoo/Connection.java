package io.yoso4j.model.zoo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Opens a GET request, following a bounded number of redirections that never leave HTTPS. */
final class Connection {
  private static final int MAX_REDIRECTIONS = 5;

  private Connection() {}

  /** A redirection that is not followed. */
  static final class BadRedirection extends IOException {
    private static final long serialVersionUID = 1L;

    BadRedirection(String message) {
      super(message);
    }
  }

  /**
   * @param from the first byte wanted
   * @param validator the strong entity tag of what is there already, or null
   */
  static HttpURLConnection open(URI url, long from, @Nullable String validator, int timeoutMillis)
      throws IOException {
    URI at = url;
    for (int redirections = 0; redirections <= MAX_REDIRECTIONS; redirections++) {
      if (!(at.toURL().openConnection() instanceof HttpURLConnection connection)) {
        throw new BadRedirection("leads to " + at + ", which is not HTTP");
      }
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      connection.setRequestProperty("User-Agent", "yoso4j");
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
        if (validator != null) {
          connection.setRequestProperty("If-Range", validator);
        }
      }
      int status = connection.getResponseCode();
      if (!isRedirection(status)) {
        return connection;
      }
      String location = connection.getHeaderField("Location");
      connection.disconnect();
      at = next(at, location);
    }
    throw new BadRedirection("is redirected more than " + MAX_REDIRECTIONS + " times");
  }

  private static boolean isRedirection(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI next(URI at, @Nullable String location) throws BadRedirection {
    try {
      URI to = at.resolve(new URI(String.valueOf(location)));
      String scheme = String.valueOf(to.getScheme());
      boolean allowed =
          scheme.equals("https") || (scheme.equals("http") && "http".equals(at.getScheme()));
      if (location == null || !allowed || to.getHost() == null) {
        throw new BadRedirection("is redirected from " + at + " to " + location);
      }
      return to;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new BadRedirection("is redirected to something that is no address");
    }
  }
}
