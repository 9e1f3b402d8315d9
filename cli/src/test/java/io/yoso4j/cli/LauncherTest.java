package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./yoso4j} gives Java, with a JDK that only prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String VECTOR = "jdk.incubator.vector";

  @TempDir private Path jdk;

  @BeforeEach
  void writeJdk() throws IOException {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path bin = Files.createDirectory(jdk.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
  }

  private List<String> launch(String... args) throws IOException {
    Path launcher = Path.of("..", "yoso4j").toAbsolutePath().normalize();
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(args));
    builder.environment().put("YOSO4J_JAVA_HOME", jdk.toString());
    builder.environment().put("YOSO4J_JAVA_OPTS", "-Xmx3g");
    builder.environment().put("YOSO4J_NO_BUILD", "1");
    Process process = builder.redirectErrorStream(true).start();
    try (var out = process.inputReader()) {
      return out.readAllLines();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "quickstart", "compare", "explain", "conformance"})
  void whatComputesTheLossGetsTheVectorApi(String command) throws IOException {
    assertThat(launch(command, "--data", "two words"))
        .containsSubsequence("--add-modules", VECTOR, "-Xmx3g")
        .endsWith("io.yoso4j.cli.Main", command, "--data", "two words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "predict", "init", "data", "report", "--help"})
  void whatDoesNotIsSparedTheWarningOfJava(String command) throws IOException {
    assertThat(launch(command)).contains("-Xmx3g", "io.yoso4j.cli.Main").doesNotContain(VECTOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "quickstart", "compare"})
  void whatTrainsIsToldTheCommit(String command) throws IOException {
    assumeThat(Path.of("..", ".git")).as("a clone, not an archive of the sources").exists();
    assertThat(launch(command)).anyMatch(arg -> arg.matches("-Dyoso4j\\.commit=[0-9a-f]{40}.*"));
  }
}
