package io.yoso4j.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yoso4j.model.zoo.FileServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightCacheTest {
  private static final String PATH = "/models/net-0123.pth";
  private static final Retries QUICK = new Retries(3, 1, 2_000);

  @TempDir Path folder;

  private final byte[] content = new byte[300_000];
  private FileServer server;
  private WeightCache cache;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(content);
    server = new FileServer();
    cache = WeightCache.of(folder, QUICK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private PublishedWeights weights(String digest) {
    return weights(digest, content.length, content.length);
  }

  private PublishedWeights weights(String digest, long min, long max) {
    return new PublishedWeights("test:net", server.url(PATH), min, max, digest, "a test");
  }

  private PublishedWeights right() {
    return weights(sha256(content));
  }

  private Path get(PublishedWeights weights) {
    return cache.get(weights, DownloadListener.NONE);
  }

  private ZooException failure(PublishedWeights weights) {
    ZooException e = catchThrowableOfType(ZooException.class, () -> get(weights));
    assertThat(e).as("no failure").isNotNull();
    assertThat(e.getMessage()).startsWith("test:net: ").hasLineCount(1);
    assertThat(cache.path(weights)).doesNotExist();
    return e;
  }

  private List<String> files() throws IOException {
    Path parent = folder.resolve("weights/test");
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsDownloadedOnceAndVerifiedEveryTime() throws IOException {
    server.on(PATH, FileServer.file(content, "\"a\""));
    List<Long> seen = new ArrayList<>();
    Path file =
        cache.get(
            right(),
            (weights, bytes, total) -> {
              assertThat(total).isEqualTo(content.length);
              seen.add(bytes);
            });
    assertThat(file)
        .isEqualTo(folder.resolve("weights/test/net-0123.pth"))
        .hasBinaryContent(content);
    assertThat(seen).isSorted().endsWith((long) content.length);
    assertThat(get(right())).isEqualTo(file);
    assertThat(server.requests()).hasSize(1);
    assertThat(files()).containsExactly("net-0123.pth", "net-0123.pth.lock", "net-0123.pth.sha256");
    assertThat(folder.resolve("weights/test/net-0123.pth.sha256"))
        .hasContent(sha256(content) + "  net-0123.pth");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void aPrefixOfTheDigestIsEnough(int digits) {
    server.on(PATH, FileServer.file(content, null));
    assertThat(get(weights(sha256(content).substring(0, digits)))).exists();
  }

  @Test
  void aBrokenConnectionIsTakenUpWhereItEnded() {
    server.on(PATH, FileServer.breakingAfter(100_000, content, "\"a\""));
    assertThat(get(right())).hasBinaryContent(content);
    assertThat(server.requests())
        .containsExactly(PATH + " null", PATH + " bytes=100000-", PATH + " bytes=200000-");
  }

  @Test
  void theNextRunGoesOnWithWhatIsKept() throws IOException {
    server.on(
        PATH,
        FileServer.inTurn(
            FileServer.breakingAfter(120_000, content, "\"a\""), FileServer.status(503)));
    ZooException e = failure(right());
    assertThat(e.kind()).isEqualTo(ZooException.Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("status 503; 120000 bytes are kept");
    assertThat(files()).contains("net-0123.pth.part", "net-0123.pth.part.etag");
    server.on(PATH, FileServer.file(content, "\"a\""));
    assertThat(get(right())).hasBinaryContent(content);
    assertThat(server.requests()).last().isEqualTo(PATH + " bytes=120000-");
    assertThat(files()).doesNotContain("net-0123.pth.part", "net-0123.pth.part.etag");
  }

  @Test
  void aNewVersionOnTheServerIsNotJoinedToTheOld() {
    byte[] old = new byte[content.length];
    server.on(
        PATH,
        FileServer.inTurn(
            FileServer.breakingAfter(50_000, old, "\"old\""), FileServer.file(content, "\"new\"")));
    assertThat(get(right())).hasBinaryContent(content);
  }

  @Test
  void aWrongBeginningFromAnEarlierRunIsThrownAway() throws IOException {
    Path part = folder.resolve("weights/test/net-0123.pth.part");
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    server.on(PATH, FileServer.file(content, null));
    assertThat(get(right())).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly(PATH + " bytes=1000-", PATH + " null");
  }

  @Test
  void whatIsWholeAlreadyIsNotAskedForAgain() throws IOException {
    Path part = folder.resolve("weights/test/net-0123.pth.part");
    Files.createDirectories(part.getParent());
    Files.write(part, content);
    server.on(PATH, FileServer.file(content, null));
    assertThat(get(right())).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly(PATH + " bytes=300000-");
  }

  /** Without digest or tag, nothing would show that two halves belong to different files. */
  @Test
  void aPartThatNothingVouchesForIsNotGoneOnWith() throws IOException {
    Path part = folder.resolve("weights/test/net-0123.pth.part");
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    server.on(PATH, FileServer.file(content, null));
    assertThat(get(weights("", 1, 1 << 20))).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly(PATH + " null");
  }

  @Test
  void aServerWithoutRangesIsAskedForTheWhole() {
    server.on(
        PATH,
        FileServer.inTurn(
            FileServer.breakingAfter(100_000, content, null),
            exchange -> {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content);
            }));
    assertThat(get(right())).hasBinaryContent(content);
  }

  @Test
  void anotherPartThanAskedForIsNotTaken() {
    server.on(
        PATH,
        FileServer.inTurn(
            FileServer.breakingAfter(100_000, content, null),
            exchange -> {
              exchange.getResponseHeaders().set("Content-Range", "bytes 5-299999/300000");
              exchange.sendResponseHeaders(206, content.length - 5);
              exchange.getResponseBody().write(content, 5, content.length - 5);
            },
            FileServer.file(content, null)));
    assertThat(get(right())).hasBinaryContent(content);
  }

  @Test
  void aWrongDigestIsDeleted() throws IOException {
    server.on(PATH, FileServer.file(content, null));
    ZooException e = failure(weights("0123abcd"));
    assertThat(e.kind()).isEqualTo(ZooException.Kind.WRONG);
    assertThat(e)
        .hasMessageContaining("has the SHA-256 " + sha256(content) + ", but it must be 0123abcd…");
    assertThat(files()).containsExactly("net-0123.pth.lock");
  }

  static Stream<Answer> neverWhole() {
    byte[] some = new byte[300_000];
    return Stream.of(FileServer.breakingAfter(0, some, null), FileServer.status(500));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("neverWhole")
  void tryingEnds(Answer answer) {
    server.on(PATH, answer);
    ZooException e = failure(right());
    assertThat(e.kind()).isEqualTo(ZooException.Kind.UNAVAILABLE);
    assertThat(server.requests()).hasSize(QUICK.tries());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 410})
  void aRefusalIsFinal(int status) {
    server.on(PATH, FileServer.status(status));
    ZooException e = failure(right());
    assertThat(e.kind()).isEqualTo(ZooException.Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("the server answers with status " + status);
    assertThat(e.remedy()).contains("put " + server.url(PATH) + " at " + cache.path(right()));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectionsAreFollowed(int status) {
    server.on(PATH, FileServer.redirect(status, "../elsewhere/b"));
    server.on("/elsewhere/b", FileServer.file(content, null));
    assertThat(get(right())).hasBinaryContent(content);
  }

  @ParameterizedTest
  @CsvSource({
    "/models/net-0123.pth, is redirected more than 5 times",
    "file:///etc/passwd, to file:///etc/passwd",
    "ftp://example.org/x, to ftp://example.org/x",
    "'http://[', is redirected to something that is no address"
  })
  void badRedirectionsAreNot(String location, String message) {
    server.on(PATH, FileServer.redirect(302, location));
    ZooException e = failure(right());
    assertThat(e.kind()).isEqualTo(ZooException.Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining(message);
    assertThat(server.requests().size()).isLessThanOrEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "400000, 500000"})
  void anAnnouncedSizeOutOfBoundsIsNotDownloaded(long min, long max) {
    server.on(PATH, FileServer.file(content, null));
    List<Long> seen = new ArrayList<>();
    assertThatThrownBy(
            () -> cache.get(weights("", min, max), (weights, bytes, total) -> seen.add(bytes)))
        .isInstanceOfSatisfying(
            ZooException.class, e -> assertThat(e.kind()).isEqualTo(ZooException.Kind.WRONG))
        .hasMessageContaining("has 300000 bytes, but must have " + min + " to " + max);
    assertThat(seen).isEmpty();
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws IOException {
    server.on(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[10_000];
          for (int i = 0; i < 10_000; i++) {
            exchange.getResponseBody().write(chunk);
          }
        });
    ZooException e = failure(weights("", 1, 300_000));
    assertThat(e.kind()).isEqualTo(ZooException.Kind.WRONG);
    assertThat(e).hasMessageContaining("has more than 300000 bytes");
    assertThat(files()).containsExactly("net-0123.pth.lock");
  }

  @Test
  void aBodyOfUnknownLengthIsTakenWhenItIsRight() {
    server.on(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(content);
        });
    assertThat(get(right())).hasBinaryContent(content);
  }

  @Test
  void aServerThatIsNotThereIsSaidWithTheFileAndItsPlace() {
    URI nobody = URI.create("http://no-such-host.invalid/models/net-0123.pth");
    PublishedWeights weights =
        new PublishedWeights("test:net", nobody, 300_000, 300_000, sha256(content), "a test");
    ZooException e = failure(weights);
    assertThat(e.kind()).isEqualTo(ZooException.Kind.UNAVAILABLE);
    assertThat(e)
        .hasMessage(
            "test:net: cannot be downloaded from no-such-host.invalid: its address cannot be looked up");
    assertThat(e.remedy())
        .isEqualTo(
            "Without a network: put %s at %s (0.3 MiB, SHA-256 %s)."
                .formatted(nobody, cache.path(weights), sha256(content)));
  }

  @Test
  void aFilePutThereByHandIsVerifiedWithoutNetwork() throws IOException {
    Path file = cache.path(right());
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    WeightCache offline = WeightCache.of(folder, true);
    assertThat(offline.get(right(), DownloadListener.NONE)).isEqualTo(file);
    Files.write(file, new byte[content.length]);
    assertThatThrownBy(() -> offline.get(right(), DownloadListener.NONE))
        .isInstanceOfSatisfying(
            ZooException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ZooException.Kind.WRONG);
              assertThat(e.remedy()).startsWith("Delete it");
            })
        .hasMessageContaining("has the SHA-256");
    assertThat(file).as("what a person put there is not deleted").exists();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void offlineSaysWhatToPutWhere() {
    assertThatThrownBy(() -> WeightCache.of(folder, true).get(right(), DownloadListener.NONE))
        .isInstanceOf(ZooException.class)
        .hasMessage("test:net: is not in the cache, and YOSO4J_OFFLINE forbids downloads");
  }

  /** Nobody publishes a digest, so the first download's counts from then on. */
  @Test
  void aFileWithoutPublishedDigestMustNotChange() throws IOException {
    server.on(PATH, FileServer.file(content, null));
    PublishedWeights weights = weights("", 1, 1 << 20);
    Path file = get(weights);
    content[5]++;
    Files.write(file, content);
    assertThatThrownBy(() -> get(weights))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("changed: its SHA-256 is " + sha256(content) + ", it was ");
  }

  @Test
  void manyWantingTheSameFileDownloadItOnce() throws Exception {
    server.on(PATH, FileServer.file(content, null));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Path>> paths = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        paths.add(threads.submit(() -> get(right())));
      }
      for (Future<Path> path : paths) {
        assertThat(path.get()).hasBinaryContent(content);
      }
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws IOException {
    Files.writeString(folder.resolve("weights"), "in the way");
    ZooException e = catchThrowableOfType(ZooException.class, () -> get(right()));
    assertThat(e.kind()).isEqualTo(ZooException.Kind.WRITE);
    assertThat(e.remedy()).contains("YOSO4J_CACHE");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/c, /x, -, Linux, /c",
        "-, /x, -, Linux, /x/yoso4j",
        "-, relative, -, Linux, /home/me/.cache/yoso4j",
        "'', -, -, Linux, /home/me/.cache/yoso4j",
        "-, -, /local, Windows 11, /local/yoso4j/cache",
        "-, -, /local, Mac OS X, /home/me/.cache/yoso4j"
      })
  void theFolderFollowsTheEnvironment(
      @Nullable String own,
      @Nullable String xdg,
      @Nullable String local,
      String os,
      Path expected) {
    Map<String, String> environment = new java.util.HashMap<>();
    put(environment, "YOSO4J_CACHE", own);
    put(environment, "XDG_CACHE_HOME", xdg);
    put(environment, "LOCALAPPDATA", local);
    assertThat(WeightCache.folder(environment, os, Path.of("/home/me"))).isEqualTo(expected);
  }

  private static void put(Map<String, String> environment, String key, @Nullable String value) {
    if (value != null) {
      environment.put(key, value);
    }
  }
}
