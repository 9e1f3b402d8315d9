package io.yoso4j.export;

/**
 * Deformable convolution, then twofold upsampling by a transposed convolution, each with
 * normalisation and ReLU.
 */
final class DeformableLayer {
  private static final int TAPS = 9;
  private static final int OFFSETS = 2 * TAPS;

  private final Layers layers;
  private final OnnxGraph graph;
  private final Deformable form;

  DeformableLayer(Layers layers, Deformable form) {
    this.layers = layers;
    graph = layers.graph();
    this.form = form;
  }

  /** {@code [B, I, H, W]} to {@code [B, O, 2H, 2W]}. */
  Value emit(Value input, String prefix) {
    Value moves = layers.conv(input, prefix + ".dcn_offset");
    Value offsets = graph.slice(moves, 1, 0, OFFSETS);
    Value mask = graph.sigmoid(graph.slice(moves, 1, OFFSETS, OFFSETS + TAPS));
    Layers.Folded dcn = layers.folded(prefix + ".dcn.weight", prefix + ".dcn_bn", 0);
    Value x =
        switch (form) {
          case DEFORM_CONV -> graph.deformConv(input, dcn.weight(), offsets, dcn.bias(), mask);
          case GRID_SAMPLE ->
              sampled(input, dcn, offsets, mask, layers.shape(prefix + ".dcn.weight"));
        };
    Layers.Folded up = layers.folded(prefix + ".up_sample.weight", prefix + ".up_bn", 1);
    return graph.relu(graph.convTranspose(graph.relu(x), up.weight(), up.bias(), 4, 2, 1));
  }

  /**
   * All nine samples of all pixels by one {@code GridSample} over a grid {@code [B, 9, H·W, 2]},
   * then a matrix product over channels and taps.
   *
   * @param shape of the weight, {@code [O, C, 3, 3]}
   */
  private Value sampled(Value input, Layers.Folded dcn, Value offsets, Value mask, long[] shape) {
    Value height = graph.size(input, 2);
    Value width = graph.size(input, 3);
    Value taps = graph.reshape(offsets, graph.concat(0, graph.longs(0, TAPS, 2), height, width));
    Value rows = graph.reshape(graph.range(height), 1, 1, -1, 1);
    Value columns = graph.reshape(graph.range(width), 1, 1, 1, -1);
    Value y = graph.add(graph.select(taps, 2, 0), graph.add(rows, shifts(false)));
    Value x = graph.add(graph.select(taps, 2, 1), graph.add(columns, shifts(true)));
    Value grid = graph.concat(-1, flat(x, width), flat(y, height));
    Value samples = graph.gridSample(input, grid);
    samples = graph.mul(samples, graph.reshape(mask, 0, 1, TAPS, -1));
    samples = graph.reshape(samples, 0, shape[1] * TAPS, -1);
    Value kernel = graph.reshape(dcn.weight(), shape[0], shape[1] * TAPS);
    Value product = graph.matMul(kernel, samples);
    product = graph.add(product, graph.reshape(dcn.bias(), -1, 1));
    return graph.reshape(product, graph.concat(0, graph.longs(0, shape[0]), height, width));
  }

  /** How far each tap lies from the middle one, {@code [1, 9, 1, 1]}. */
  private Value shifts(boolean horizontal) {
    float[] shifts = new float[TAPS];
    for (int tap = 0; tap < TAPS; tap++) {
      shifts[tap] = (horizontal ? tap % 3 : tap / 3) - 1;
    }
    return graph.floats(graph.unique(horizontal ? "shift_x" : "shift_y"), shifts, 1, TAPS, 1, 1);
  }

  /** Pixel positions {@code [B, 9, H, W]} as grid coordinates {@code [B, 9, H·W, 1]}. */
  private Value flat(Value positions, Value size) {
    Value doubled = graph.add(graph.mul(positions, graph.scalar(2)), graph.scalar(1));
    Value scaled = graph.sub(graph.div(doubled, graph.toFloat(size)), graph.scalar(1));
    return graph.reshape(scaled, 0, TAPS, -1, 1);
  }
}
