package io.yoso4j.train.criterion;

import io.yoso4j.criterion.CounterBasedDraws;
import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.List;

/**
 * Counter-based points computed on the device. Equal to the last bit to {@link
 * CounterBasedDraws#draw}: only integers and one exact scaling are involved.
 */
record PhiloxPoints(CounterBasedDraws draws) implements PointSource {
  private static final int WORDS = 4;
  private static final int UNUSED_BITS = 8;
  private static final double UNIT = 0x1p-24;

  @Override
  public Planned plan(Upload upload, DrawPurpose purpose, List<Row> rows, int points) {
    long[][] words = new long[5][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int[] key = draws.key(row.image());
      words[0][i] = Integer.toUnsignedLong(key[0]);
      words[1][i] = Integer.toUnsignedLong(key[1]);
      words[2][i] = Integer.toUnsignedLong(row.instance());
      words[3][i] = Integer.toUnsignedLong(CounterBasedDraws.stream(row.stage(), purpose));
      words[4][i] = Integer.toUnsignedLong(key[2]);
    }
    List<Slot> slots = List.of(words).stream().map(upload::longs).toList();
    return (packet, from, count) -> draw(packet, slots, from, count, points);
  }

  private static Tensor draw(Packet packet, List<Slot> slots, long from, long count, int points) {
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> columns =
          slots.stream().map(s -> packet.get(s).narrow(0, from, count).unsqueeze(1)).toList();
      long blocks = Math.ceilDiv(2L * points, (long) WORDS);
      Tensor counters = Tensor.indices(blocks, packet.device()).unsqueeze(0);
      Tensor random =
          TensorPhilox.words(
              counters,
              columns.get(2),
              columns.get(3),
              columns.get(4),
              columns.get(0),
              columns.get(1));
      return scope.lift(
          random
              .shiftRight(UNUSED_BITS)
              .to(ElementType.FLOAT32)
              .mulInPlace(UNIT)
              .view(count, blocks * WORDS)
              .narrow(1, 0, 2L * points)
              .reshape(count, points, 2));
    }
  }
}
