package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Weights in safetensors files. */
class SafetensorsFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    WeightPromise.isKept(input);
  }
}
