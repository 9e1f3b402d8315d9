package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.StepProfile;
import io.yoso4j.train.pipeline.LoaderProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProfileTextTest {
  @Test
  void sharesOfAStepAndOfAnImage() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("data", 0.1);
    parts.put("forward", 0.9);
    Map<String, Double> loading = new LinkedHashMap<>();
    loading.put("decode", 0.03);
    loading.put("resize", 0.005);
    StepProfile profile = new StepProfile(10, 20, parts, new LoaderProfile(8, 0.04, loading), 2);
    assertThat(ProfileText.lines(profile))
        .containsExactly(
            "10 steps of 100 ms, 20.0 images/s",
            "part of a step           ms  share",
            "data (waiting for it)  10.0  10.0%",
            "forward                90.0  90.0%",
            "loader: 5.0 ms an image, 2 threads beside the steps, at most 400.0 images/s",
            "part of loading   ms  share",
            "decode           3.8  75.0%",
            "resize           0.6  12.5%",
            "rest             0.6  12.5%");
  }

  @Test
  void nothingDoneIsNoDivisionByZero() {
    StepProfile profile = new StepProfile(0, 0, Map.of(), new LoaderProfile(0, 0, Map.of()), 1);
    assertThat(ProfileText.lines(profile))
        .contains("0 steps of 0 ms, 0.0 images/s")
        .noneMatch(line -> line.contains("NaN") || line.contains("Infinity"));
  }
}
