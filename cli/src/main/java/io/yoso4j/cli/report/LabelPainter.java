package io.yoso4j.cli.report;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
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
    BufferedImage canvas =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    canvas.setRGB(0, 0, image.width(), image.height(), pixels(image.rgb()), 0, image.width());
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
    return RgbImage.of(
        image.width(),
        image.height(),
        bytes(canvas.getRGB(0, 0, image.width(), image.height(), null, 0, image.width())));
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

  private static int[] pixels(byte[] rgb) {
    int[] pixels = new int[rgb.length / 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          ((rgb[3 * i] & 0xff) << 16) | ((rgb[3 * i + 1] & 0xff) << 8) | (rgb[3 * i + 2] & 0xff);
    }
    return pixels;
  }

  private static byte[] bytes(int[] pixels) {
    byte[] rgb = new byte[pixels.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return rgb;
  }

  /** Text by the platform's fonts, or by {@link PixelFont} where it has none. */
  private sealed interface TextDrawing {
    int width(String text);

    int height();

    void draw(Graphics2D graphics, String text, int x, int y);

    static TextDrawing ofSize(int size) {
      try {
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, size);
        BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = probe.createGraphics();
        FontMetrics metrics = graphics.getFontMetrics(font);
        metrics.stringWidth("x");
        graphics.dispose();
        return new PlatformFont(font, metrics);
      } catch (RuntimeException | LinkageError | InternalError _) {
        return new Pixels(Math.max(1, size / PixelFont.HEIGHT));
      }
    }

    record PlatformFont(Font font, FontMetrics metrics) implements TextDrawing {
      @Override
      public int width(String text) {
        return metrics.stringWidth(text);
      }

      @Override
      public int height() {
        return metrics.getAscent() + metrics.getDescent();
      }

      @Override
      public void draw(Graphics2D graphics, String text, int x, int y) {
        graphics.setRenderingHint(
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(font);
        graphics.drawString(text, x, y + metrics.getAscent());
      }
    }

    record Pixels(int scale) implements TextDrawing {
      @Override
      public int width(String text) {
        return text.length() * PixelFont.ADVANCE * scale;
      }

      @Override
      public int height() {
        return PixelFont.HEIGHT * scale;
      }

      @Override
      public void draw(Graphics2D graphics, String text, int x, int y) {
        PixelFont.draw(
            text,
            (column, row) -> graphics.fillRect(x + column * scale, y + row * scale, scale, scale));
      }
    }
  }
}
