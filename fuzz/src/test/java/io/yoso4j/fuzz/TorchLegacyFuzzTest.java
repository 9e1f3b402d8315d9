package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Weights in PyTorch files of before 1.6: pickles, then storages. */
class TorchLegacyFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    WeightPromise.isKept(input);
  }
}
