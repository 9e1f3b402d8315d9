package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTuningTest {
  /** An empty list hides all GPUs, from ranks too; only without one all are visible. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "unset",
      value = {
        "unset, 3, 3",
        "'', 0, ''",
        "'', 3, ''",
        "-1, 2, -1",
        "'4, 6', 0, 4",
        "'4, 6', 1, 6",
        "'4,6', 2, 4"
      })
  void aRankSeesTheGpuOfItsNumberAmongThoseVisible(String all, int index, String visible) {
    assertThat(ProcessTuning.visible(all, index)).isEqualTo(visible);
  }
}
