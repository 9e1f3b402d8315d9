package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window. Tests that need one are skipped where none is found. */
final class Browser {
  private static final List<String> NAMES =
      List.of(
          "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe");
  private static final String MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  private static final long PATIENCE_SECONDS = 120;

  private final Path program;
  private final Path folder;

  /**
   * What came of a page.
   *
   * @param dom as it was when the page had loaded
   * @param console lines of the console
   */
  record Shown(String dom, List<String> console) {}

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Skips the test where there is no browser.
   *
   * @param folder for its files
   */
  static Browser find(Path folder) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator))
                .flatMap(each -> NAMES.stream().map(name -> Path.of(each, name))),
            Stream.of(Path.of(MAC)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Browser(program, folder))
        .orElseGet(() -> abort("no Chromium or Chrome in PATH, so pages are not opened: " + NAMES));
  }

  /** Opens a page and waits until it has loaded. */
  Shown open(String uri) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "dom", ".html");
    Path err = Files.createTempFile(folder, "browser", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                "--enable-logging=stderr",
                "--v=0",
                "--window-size=1400,2000",
                "--dump-dom"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--no-sandbox");
    }
    command.add(uri);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("browser ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    List<String> console =
        Files.readAllLines(err).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new Shown(Files.readString(out), console);
  }
}
