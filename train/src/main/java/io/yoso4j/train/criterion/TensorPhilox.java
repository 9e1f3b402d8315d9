package io.yoso4j.train.criterion;

import io.yoso4j.criterion.sampling.Philox;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;

/**
 * Philox4x32-10 on int64 tensors that hold unsigned 32-bit words; see {@link Philox}. Products of
 * two such words wrap around in int64, which leaves all 64 bits right.
 */
final class TensorPhilox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final long WEYL_0 = 0x9E3779B9L;
  private static final long WEYL_1 = 0xBB67AE85L;
  private static final long LOW = 0xFFFFFFFFL;
  private static final int HIGH_SHIFT = 32;

  private TensorPhilox() {}

  /**
   * The four random words of every counter; the arguments broadcast to {@code shape}.
   *
   * @return {@code shape + [4]}
   */
  static Tensor words(Tensor c0, Tensor c1, Tensor c2, Tensor c3, Tensor key0, Tensor key1) {
    State state = new State(c0, c1, c2, c3);
    for (int round = 0; round < ROUNDS; round++) {
      State before = state;
      state = before.next(key0, key1, round);
      if (round > 0) {
        before.close();
      }
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor words = Functional.stack(List.of(state.c0, state.c1, state.c2, state.c3), -1);
      state.close();
      return scope.lift(words);
    }
  }

  private record State(Tensor c0, Tensor c1, Tensor c2, Tensor c3) {
    State next(Tensor key0, Tensor key1, int round) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor product0 = c0.mul(MULTIPLIER_0);
        Tensor product1 = c2.mul(MULTIPLIER_1);
        Tensor roundKey0 = key0.add(round * WEYL_0).bitAnd(LOW);
        Tensor roundKey1 = key1.add(round * WEYL_1).bitAnd(LOW);
        Tensor next0 = high(product1).bitXor(c1.bitXor(roundKey0));
        Tensor next2 = high(product0).bitXor(c3.bitXor(roundKey1));
        return new State(
            scope.lift(next0),
            scope.lift(product1.bitAnd(LOW)),
            scope.lift(next2),
            scope.lift(product0.bitAnd(LOW)));
      }
    }

    private static Tensor high(Tensor product) {
      return product.shiftRight(HIGH_SHIFT).bitAnd(LOW);
    }

    void close() {
      c0.close();
      c1.close();
      c2.close();
      c3.close();
    }
  }
}
