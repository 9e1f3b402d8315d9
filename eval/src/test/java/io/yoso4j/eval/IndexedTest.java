package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexedTest {
  @ParameterizedTest
  @CsvSource({"0,4,1", "1,1,1", "1,8,3", "1000,4,7", "1000,1,7"})
  void everyPieceIsDoneOnce(int count, int threads, int batch) {
    AtomicIntegerArray done = new AtomicIntegerArray(count);

    Indexed.forEach(count, threads, batch, () -> done::incrementAndGet);

    for (int i = 0; i < count; i++) {
      assertThat(done.get(i)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4,1", "4,16"})
  void theFirstFailureIsThrown(int threads, int batch) {
    for (int round = 0; round < 20; round++) {
      assertThatThrownBy(() ->
              Indexed.forEach(
                  500,
                  threads,
                  batch,
                  () ->
                      i -> {
                        if (i >= 100 && i % 3 == 0) {
                          throw new IllegalStateException("piece " + i);
                        }
                      }))
          .hasMessage("piece 102");
    }
  }
}
