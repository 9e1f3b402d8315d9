package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankGroupTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void everyRankGetsTheSumOfAll(int size) {
    List<double[]> sums =
        RankThreads.run(
            size,
            RankThreads.TIMEOUT,
            group -> {
              double[] values = {group.rank(), 1, 1e-3 * (group.rank() + 1)};
              group.sum(values);
              return values;
            });
    double ranks = size * (size - 1) / 2.0;
    assertThat(sums.getFirst()[0]).isEqualTo(ranks);
    assertThat(sums.getFirst()[1]).isEqualTo(size);
    assertThat(sums.getFirst()[2])
        .isCloseTo(1e-3 * (ranks + size), org.assertj.core.api.Assertions.within(1e-15));
    assertThat(sums).allSatisfy(sum -> assertThat(sum).isEqualTo(sums.getFirst()));
  }

  @Test
  void tensorsAreSummedBroadcastAndBytesGathered() {
    List<String> results =
        RankThreads.run(
            3,
            RankThreads.TIMEOUT,
            group -> {
              try (TensorScope _ = TensorScope.open()) {
                Tensor a = Tensor.full(group.rank() + 1, 2, 2).permute(1, 0);
                Tensor b = Tensor.full(10 * (group.rank() + 1), 3);
                group.sum(List.of(a, b));
                Tensor c = Tensor.full(group.rank(), 2);
                Tensor d = Tensor.of(new long[] {group.rank() * 7L, -0L}, 2);
                group.broadcast(List.of(c, d, b), 1);
                List<byte[]> names =
                    group.gather("x".repeat(group.rank()).getBytes(StandardCharsets.UTF_8));
                byte[] told =
                    group.broadcast(("rank " + group.rank()).getBytes(StandardCharsets.UTF_8), 2);
                assertThat(group.gather(new byte[0])).allSatisfy(x -> assertThat(x).isEmpty());
                group.barrier();
                return "%s %s %s %s %s %s"
                    .formatted(
                        a.toFloats()[3],
                        b.toFloats()[2],
                        c.toFloats()[1],
                        d.toLongs()[0],
                        names.stream().map(n -> new String(n, StandardCharsets.UTF_8)).toList(),
                        new String(told, StandardCharsets.UTF_8));
              }
            });
    assertThat(results).containsOnly("6.0 60.0 1.0 7 [, x, xx] rank 2");
  }

  @Test
  void aLostRankEndsTheOthersAtOnceAndForGood() {
    List<String> failures =
        RankThreads.run(
            3,
            RankThreads.TIMEOUT,
            group -> {
              group.barrier();
              if (group.rank() == 2) {
                return "gone";
              }
              RankGroupException first =
                  catchThrowableOfType(RankGroupException.class, group::barrier);
              assertThat(first.kind()).isEqualTo(RankGroupException.Kind.LOST);
              assertThatExceptionOfType(RankGroupException.class)
                  .isThrownBy(() -> group.sum(new double[3]))
                  .isSameAs(first);
              return first.getMessage();
            });
    assertThat(failures)
        .containsExactly(
            "rank 0: sum of 1 numbers: the connection to another rank broke",
            "rank 1: sum of 1 numbers: the connection to another rank broke",
            "gone");
  }

  @Test
  void aSilentRankIsGivenUpAfterTheTimeout() {
    CountDownLatch given = new CountDownLatch(1);
    List<String> failures =
        RankThreads.run(
            2,
            SHORT,
            group -> {
              if (group.rank() == 1) {
                await(given);
                return "silent";
              }
              try {
                RankGroupException failure =
                    catchThrowableOfType(RankGroupException.class, group::barrier);
                assertThat(failure.kind()).isEqualTo(RankGroupException.Kind.TIMEOUT);
                return failure.getMessage();
              } finally {
                given.countDown();
              }
            });
    assertThat(failures)
        .containsExactly(
            "rank 0: sum of 1 numbers: no answer from another rank within 700 ms", "silent");
  }

  @Test
  void lastWordsReachTheOthers() {
    List<String> words =
        RankThreads.run(
            2,
            RankThreads.TIMEOUT,
            group -> {
              String before = group.lastWords(1);
              group.barrier();
              if (group.rank() == 1) {
                group.leaveLastWords("image 7 cannot be read");
              }
              group.barrier();
              return before + group.lastWords(1) + group.lastWords(0);
            });
    assertThat(words).containsOnly("image 7 cannot be read");
  }

  /** As torchrun's, which outlives the processes that it starts again. */
  @Test
  void ranksMeetAgainWhereEarlierOnesMet() {
    int port = RankThreads.freePort();
    try (TCPStoreOptions settings = new TCPStoreOptions()) {
      settings.port((short) port);
      settings.isServer(true);
      settings.waitWorkers(false);
      try (TCPStore _ = new TCPStore("127.0.0.1", settings)) {
        for (int attempt = 0; attempt < 3; attempt++) {
          int number = attempt;
          List<String> words =
              RankThreads.run(
                  2,
                  rank ->
                      new RankGroupOptions(
                          rank,
                          2,
                          "127.0.0.1",
                          port,
                          true,
                          number,
                          true,
                          null,
                          RankThreads.TIMEOUT),
                  group -> {
                    String before = group.lastWords(1);
                    group.barrier();
                    group.leaveLastWords("of attempt " + number);
                    group.barrier();
                    group.disconnect();
                    return before + group.lastWords(0);
                  });
          assertThat(words).containsOnly("of attempt " + attempt);
        }
      }
    }
  }

  @Test
  void namesTheRanksThatDidNotCome() {
    assertThatExceptionOfType(RankGroupException.class)
        .isThrownBy(
            () -> RankGroup.connect(RankGroupOptions.local(0, 3, RankThreads.freePort(), SHORT)))
        .withMessage("rank 0: rank 1, 2 did not come within 700 ms")
        .extracting(RankGroupException::kind)
        .isEqualTo(RankGroupException.Kind.JOIN);
  }

  @Test
  void saysWhereNobodyListens() {
    int port = RankThreads.freePort();
    assertThatExceptionOfType(RankGroupException.class)
        .isThrownBy(() -> RankGroup.connect(RankGroupOptions.local(1, 2, port, SHORT)))
        .withMessage(
            "rank 1: nobody listens on 127.0.0.1:%d within 700 ms; is rank 0 running?", port);
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      assertThatExceptionOfType(RankGroupException.class)
          .isThrownBy(
              () -> RankGroup.connect(RankGroupOptions.local(0, 2, taken.getLocalPort(), SHORT)))
          .withMessageStartingWith(
              "rank 0: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ":");
    }
  }

  @Test
  void ranksThatDisagreeOnTheirNumberDoNotStart() {
    int port = RankThreads.freePort();
    List<String> messages =
        IntStream.range(0, 2)
            .parallel()
            .mapToObj(rank ->
                catchThrowableOfType(
                        RankGroupException.class,
                        () ->
                            RankGroup.connect(
                                RankGroupOptions.local(
                                    rank, 2 + rank, port, Duration.ofSeconds(20))))
                    .getMessage())
            .toList();
    assertThat(messages).anyMatch(m -> m.matches("rank [01]: [23] ranks here, but [23] elsewhere"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 29500, 1000, 'size (1) must be at least 2'",
    "2, 2, 29500, 1000, 'Index 2 out of bounds for length 2'",
    "0, 2, 0, 1000, 'port (0) must be between 1 and 65535'",
    "0, 2, 29500, 0, 'timeout (PT0S) must be at least 1 ms'"
  })
  void checksItsOptions(int rank, int size, int port, long millis, String message) {
    assertThatIllegalArgumentExceptionOrIndex(
        () -> RankGroupOptions.local(rank, size, port, Duration.ofMillis(millis)), message);
  }

  private static void assertThatIllegalArgumentExceptionOrIndex(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable body, String message) {
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(body).withMessage(message);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
