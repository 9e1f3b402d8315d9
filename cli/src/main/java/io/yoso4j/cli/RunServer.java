package io.yoso4j.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yoso4j.cli.report.HtmlReport;
import io.yoso4j.data.dataset.SplitPaths;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run for browsers on this machine: {@code /} is the page, made anew when the run's
 * files have changed, and {@code /state} names their state. No file is ever served.
 *
 * <p>Listens on the loopback address alone, and answers only requests whose {@code Host} names it,
 * so that no web page can reach it under a name of its own (DNS rebinding).
 */
final class RunServer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final List<String> FILES =
      List.of("metrics.jsonl", "metrics.json", "results_val.json", "config.yaml");
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Path run;
  private final @Nullable SplitPaths validation;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Object rendering = new Object();
  private String pageState = "";
  private String page = "";

  private RunServer(Path run, @Nullable SplitPaths validation, HttpServer server) {
    this.run = run;
    this.validation = validation;
    this.server = server;
    threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("yoso4j-watch-", 1).factory());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Starts serving.
   *
   * @param validation where the run's validation images are; null leaves the pictures out
   * @param port 0 for any that is free
   * @throws IOException when the port is taken
   */
  static RunServer start(Path run, @Nullable SplitPaths validation, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    RunServer serving = new RunServer(run, validation, server);
    server.start();
    return serving;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (IOException | RuntimeException e) {
        answer = new Answer(500, TEXT, Failure.of(e).message() + "\n");
      }
      send(exchange, answer);
    }
  }

  private record Answer(int status, String type, String text) {}

  private Answer answer(HttpExchange exchange) throws IOException {
    if (!isOwn(exchange.getRequestHeaders().getFirst("Host"))) {
      return new Answer(403, TEXT, "This server answers to " + uri() + " alone.\n");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return new Answer(405, TEXT, "Only GET and HEAD are answered.\n");
    }
    return switch (exchange.getRequestURI().getRawPath()) {
      case "/" -> new Answer(200, "text/html; charset=utf-8", page());
      case "/state" -> new Answer(200, TEXT, state());
      default -> new Answer(404, TEXT, "There is nothing here; the report is at " + uri() + "\n");
    };
  }

  private boolean isOwn(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String port = ":" + server.getAddress().getPort();
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("127.0.0.1" + port)
        || name.equals("localhost" + port)
        || name.equals("[::1]" + port);
  }

  /** Changes whenever a file of the run does. */
  private String state() throws IOException {
    StringBuilder state = new StringBuilder();
    for (String name : FILES) {
      Path file = run.resolve(name);
      if (Files.exists(file)) {
        state.append(Files.size(file)).append('@');
        state.append(Files.getLastModifiedTime(file).toMillis());
      }
      state.append('.');
    }
    return state.toString();
  }

  private String page() throws IOException {
    synchronized (rendering) {
      String now = state();
      if (!now.equals(pageState)) {
        page = HtmlReport.live(run, validation, now);
        pageState = now;
      }
      return page;
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status, -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
