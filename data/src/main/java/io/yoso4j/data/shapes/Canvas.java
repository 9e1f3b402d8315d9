package io.yoso4j.data.shapes;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.Arrays;

/** The picture being painted, and which shape is on top at every pixel. */
final class Canvas {

  private static final int NOBODY = -1;

  private final int size;
  private final float[] rgb;
  private final int[] owner;

  Canvas(int size, Paint background) {
    this.size = size;
    rgb = new float[size * size * 3];
    owner = new int[size * size];
    Arrays.fill(owner, NOBODY);
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i += 3) {
        double mix = background.texture().at(x - size * 0.5, y - size * 0.5);
        for (int c = 0; c < 3; c++) {
          rgb[i + c] = (float) background.at(c, mix);
        }
      }
    }
  }

  /**
   * How many visible pixels each of the first {@code shapes} shapes would lose under the stencil.
   */
  int[] hiddenBy(Stencil stencil, int shapes) {
    int[] hidden = new int[shapes];
    for (int y = 0; y < stencil.height(); y++) {
      for (int x = 0; x < stencil.width(); x++) {
        int under = owner[(stencil.top() + y) * size + stencil.left() + x];
        if (under != NOBODY && stencil.masked(x, y)) {
          hidden[under]++;
        }
      }
    }
    return hidden;
  }

  /** Mean colour of what the stencil would cover: red, green, blue. */
  double[] meanUnder(Stencil stencil) {
    double[] sum = new double[3];
    for (int y = 0; y < stencil.height(); y++) {
      for (int x = 0; x < stencil.width(); x++) {
        if (stencil.masked(x, y)) {
          int i = ((stencil.top() + y) * size + stencil.left() + x) * 3;
          for (int c = 0; c < 3; c++) {
            sum[c] += rgb[i + c];
          }
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      sum[c] /= Math.max(1, stencil.area());
    }
    return sum;
  }

  /** Paints the shape over what is there, with soft borders. */
  void draw(Stencil stencil, Paint paint, int shape) {
    for (int y = 0; y < stencil.height(); y++) {
      for (int x = 0; x < stencil.width(); x++) {
        int covered = stencil.covered(x, y);
        if (covered == 0) {
          continue;
        }
        int pixel = (stencil.top() + y) * size + stencil.left() + x;
        float alpha = covered / (float) Stencil.SAMPLES;
        double mix = paint.texture().at(x - stencil.width() * 0.5, y - stencil.height() * 0.5);
        for (int c = 0; c < 3; c++) {
          int i = pixel * 3 + c;
          rgb[i] += alpha * ((float) paint.at(c, mix) - rgb[i]);
        }
        if (stencil.masked(x, y)) {
          owner[pixel] = shape;
        }
      }
    }
  }

  /** What is seen of a shape. */
  Bitmap visible(int shape) {
    Bitmap mask = Bitmap.of(size, size);
    for (int pixel = 0; pixel < owner.length; pixel++) {
      if (owner[pixel] == shape) {
        mask.words()[pixel >>> 6] |= 1L << pixel;
      }
    }
    return mask;
  }

  /** The photograph: uneven light, then sensor noise of the given deviation. */
  RgbImage develop(SceneRandom random, double light, double lightAngle, double noise) {
    double cos = StrictMath.cos(lightAngle) * light / size;
    double sin = StrictMath.sin(lightAngle) * light / size;
    byte[] out = new byte[rgb.length];
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i += 3) {
        double gain = 1 + (x - size * 0.5) * cos + (y - size * 0.5) * sin;
        double grain = noise * random.bell();
        for (int c = 0; c < 3; c++) {
          double value = rgb[i + c] * gain + grain + 0.5 * noise * random.bell();
          out[i + c] = (byte) (int) Math.clamp(value + 0.5, 0, 255);
        }
      }
    }
    return RgbImage.of(size, size, out);
  }
}
