package io.yoso4j.model.zoo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves bytes on the loopback interface, well or badly. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();

  /** What happens on a request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          synchronized (requests) {
            requests.add(
                exchange.getRequestURI()
                    + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
          }
          Answer answer = answers.get(exchange.getRequestURI().getPath());
          try (exchange) {
            if (answer == null) {
              exchange.sendResponseHeaders(404, -1);
            } else {
              answer.to(exchange);
            }
          }
        });
    server.start();
  }

  FileServer on(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  URI url(String path) {
    return URI.create(
        "http://"
            + server.getAddress().getAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + path);
  }

  /** Path and range of every request so far. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** A well-behaved server of one file, with ranges. */
  static Answer file(byte[] content, @Nullable String tag) {
    return exchange -> send(exchange, content, tag, content.length);
  }

  /** As {@link #file}, but each connection breaks after so many bytes. */
  static Answer breakingAfter(int bytes, byte[] content, @Nullable String tag) {
    return exchange -> send(exchange, content, tag, bytes);
  }

  /** Each answer once; the last one for ever. */
  static Answer inTurn(Answer... answers) {
    Deque<Answer> left = new ArrayDeque<>(Arrays.asList(answers));
    return exchange -> {
      Answer next;
      synchronized (left) {
        next = left.size() > 1 ? left.removeFirst() : left.getFirst();
      }
      next.to(exchange);
    };
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer redirect(int status, String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  private static void send(HttpExchange exchange, byte[] content, @Nullable String tag, int most)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    int from = 0;
    if (range != null && (condition == null || condition.equals(tag))) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
    }
    if (tag != null) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    if (from >= content.length && from > 0) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, Math.min(most, content.length - from));
    out.flush();
    if (most < content.length - from) {
      throw new IOException("broken on purpose");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
