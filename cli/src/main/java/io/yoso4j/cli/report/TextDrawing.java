package io.yoso4j.cli.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Text by the platform's fonts, or by {@link PixelFont} where it has none. */
sealed interface TextDrawing {
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
