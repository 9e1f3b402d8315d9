package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they go over the wire, so that every header is as written here. */
final class RunServerTest {
  private static final String STEP =
      "{\"type\":\"step\",\"step\":%d,\"time\":%d,\"lr\":0.001,\"loss\":2.5,\"grad_norm\":1.0,"
          + "\"images_per_s\":8.0,\"losses\":{\"s1_loss_mask\":1.0}}\n";

  @TempDir private Path temp;

  private Path run;
  private RunServer server;

  @BeforeEach
  void start() throws IOException {
    run = Files.createDirectories(temp.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "train: {steps: 200}\n");
    Files.writeString(temp.resolve("secret.txt"), "secret");
    server = RunServer.start(run, null, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: " + server.uri().getAuthority());
  }

  @Test
  void servesTheReportAndFollowsTheRun() throws IOException {
    String before = get("/");
    assertThat(before)
        .startsWith("HTTP/1.1 200")
        .contains("Nothing has been recorded yet.")
        .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
        .containsIgnoringCase("Cache-Control: no-store");
    String state = get("/state");
    Files.writeString(run.resolve("metrics.jsonl"), STEP.formatted(10, 5) + STEP.formatted(50, 25));
    assertThat(get("/state")).isNotEqualTo(state);
    assertThat(get("/"))
        .contains("Step 50 of 200 (25%). There has been no evaluation yet.")
        .contains("1 min 15 s", "How training went", "width:25.0%");
    Files.writeString(
        run.resolve("metrics.jsonl"),
        "{\"type\":\"eval\",\"step\":50,\"time\":26,\"segm\":{\"AP\":0.25,\"AP50\":0.5},\"bbox\":{}}\n",
        StandardOpenOption.APPEND);
    assertThat(get("/")).contains("The best mask AP so far is 0.250, at step 50.");
    assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/config.yaml",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//secret.txt",
        "/state/",
        "/index.html"
      })
  void servesNoFiles(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 404").doesNotContain("secret\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:%d",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil:%d"
      })
  void answersUnderItsOwnNameOnly(String host) throws IOException {
    String name = host.contains("%d") ? host.formatted(server.uri().getPort()) : host;
    assertThat(ask("GET / HTTP/1.1\r\nHost: " + name))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("<html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "[::1]", "127.0.0.1"})
  void namesOfThisMachineAreItsOwn(String host) throws IOException {
    assertThat(ask("GET /state HTTP/1.1\r\nHost: " + host + ":" + server.uri().getPort()))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
  void takesNothing(String method) throws IOException {
    assertThat(ask(method + " / HTTP/1.1\r\nHost: " + server.uri().getAuthority()))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("Allow: GET, HEAD");
  }

  @Test
  void headIsGetWithoutTheText() throws IOException {
    String answer = ask("HEAD / HTTP/1.1\r\nHost: " + server.uri().getAuthority());
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n").doesNotContain("<html");
  }

  @Test
  void brokenFilesAreOneLine() throws IOException {
    Files.writeString(run.resolve("metrics.json"), "{");
    assertThat(get("/")).startsWith("HTTP/1.1 500").contains("metrics.json: broken JSON");
    Files.writeString(run.resolve("metrics.json"), "{}");
    assertThat(get("/")).startsWith("HTTP/1.1 200");
  }
}
