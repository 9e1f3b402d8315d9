package io.yoso4j.cli.report;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the labels of objects onto an image. A machine without any font (a bare container) gets
 * {@link PixelFont} instead.
 */
final class LabelPainter {

  private LabelPainter() {}

  static RgbImage paint(RgbImage image, List<OverlayInstance> instances, int scale) {
    int size = Math.clamp(Math.round(Math.min(image.width(), image.height()) / 24f), 11, 40);
    TextDrawing text = TextDrawing.ofSize(size);
    BufferedImage canvas = RgbPicture.canvas(image);
    Graphics2D graphics = canvas.createGraphics();
    List<Rectangle> taken = new ArrayList<>();
    for (OverlayInstance instance : instances) {
      if (instance.mask().area() == 0 || instance.label().isEmpty()) {
        continue;
      }
      int pad = Math.max(2, size / 5);
      Rectangle box = new Rectangle(text.width(instance.label()) + 2 * pad, text.height() + pad);
      place(box, instance.mask(), scale, image, taken);
      taken.add(new Rectangle(box));
      int color = Palette.color(instance.color());
      graphics.setColor(new Color(color));
      graphics.fillRect(box.x, box.y, box.width, box.height);
      graphics.setColor(new Color(Palette.inkOn(color)));
      text.draw(graphics, instance.label(), box.x + pad, box.y + pad / 2);
    }
    graphics.dispose();
    return RgbPicture.of(canvas);
  }

  /** Above the top of the object, inside the image, lower where another label lies already. */
  private static void place(
      Rectangle box, Bitmap mask, int scale, RgbImage image, List<Rectangle> taken) {
    int top = 0;
    int left = 0;
    int right = 0;
    boolean found = false;
    for (int y = 0; y < mask.height() && !found; y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(y, x)) {
          left = found ? left : x;
          right = x;
          top = y;
          found = true;
        }
      }
    }
    int x = (left + right + 1) * scale / 2 - box.width / 2;
    box.x = Math.clamp(x, 0, Math.max(0, image.width() - box.width));
    box.y =
        Math.clamp((long) top * scale - box.height, 0, Math.max(0, image.height() - box.height));
    for (int tries = 0; tries < 12; tries++) {
      Rectangle other = taken.stream().filter(box::intersects).findFirst().orElse(null);
      if (other == null || other.y + 2 * box.height > image.height()) {
        return;
      }
      box.y = other.y + other.height + 1;
    }
  }
}
