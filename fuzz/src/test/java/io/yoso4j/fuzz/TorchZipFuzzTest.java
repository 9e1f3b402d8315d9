package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Weights in PyTorch files: a zip of a pickle and of storages. */
class TorchZipFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    WeightPromise.isKept(input);
  }
}
