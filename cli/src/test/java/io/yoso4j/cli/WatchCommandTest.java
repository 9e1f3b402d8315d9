package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchCommandTest extends CommandTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  private Path run;

  @BeforeEach
  void makeRun() throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "train: {steps: 5}\n");
  }

  @Test
  void servesUntilItIsInterrupted() throws Exception {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread watching = Thread.ofPlatform().start(() -> code.complete(run("watch", run)));
    Matcher address = ADDRESS.matcher(out.toString());
    for (int i = 0; i < 600 && !address.find(); i++) {
      Thread.sleep(100);
      address = ADDRESS.matcher(out.toString());
    }
    try (InputStream page = URI.create(address.group()).toURL().openStream()) {
      assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
          .contains("Nothing has been recorded yet.");
    }
    watching.interrupt();
    assertThat(code.get(1, TimeUnit.MINUTES)).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(out.toString()).contains("Watching " + run);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("watch", run, "--port", taken.getLocalPort()))
          .isEqualTo(ExitCode.UNAVAILABLE.code());
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .contains("--port " + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, USAGE", "65536, USAGE", "many, USAGE"})
  void portsAreChecked(String port, ExitCode code) {
    assertThat(run("watch", run, "--port=" + port)).isEqualTo(code.code());
    assertThat(err.toString().lines()).singleElement().asString().contains("--port", port);
  }

  @Test
  void whatIsNoRunIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(run("watch", empty)).isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString().lines()).singleElement().asString().contains("not a run folder");
  }
}
