package io.yoso4j.cli.report;

import io.yoso4j.data.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures in rows, each with a line of text below it, and a key of colours at the end. */
final class ContactSheet {

  private static final int GROUND = 0xf7f7f5;
  private static final int INK = 0x1c1d1f;
  private static final int GAP = 12;
  private static final int TEXT_SIZE = 13;

  private final int side;
  private final int columns;
  private final TextDrawing text = TextDrawing.ofSize(TEXT_SIZE);

  /**
   * @param picture at most the sheet's side wide and high
   */
  record Tile(RgbImage picture, String caption) {}

  /** A colour and what it stands for. */
  record KeyEntry(int color, String name) {}

  /**
   * @param side of the square that pictures fit in, in pixels
   * @param columns pictures in a row
   */
  ContactSheet(int side, int columns) {
    this.side = side;
    this.columns = columns;
  }

  RgbImage paint(List<Tile> tiles, List<KeyEntry> key) {
    int width = columns * (side + GAP) + GAP;
    int line = text.height() + 4;
    List<List<Tile>> rows = rows(tiles);
    int top = GAP;
    for (List<Tile> row : rows) {
      top += heightOf(row) + line + GAP;
    }
    int height = top + keyHeight(key, width);
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setColor(new Color(GROUND));
    graphics.fillRect(0, 0, width, height);
    int y = GAP;
    for (List<Tile> row : rows) {
      int bottom = y + heightOf(row);
      for (int i = 0; i < row.size(); i++) {
        int x = GAP + i * (side + GAP);
        RgbImage picture = row.get(i).picture();
        draw(canvas, picture, x + (side - picture.width()) / 2, bottom - picture.height());
        graphics.setColor(new Color(INK));
        text.draw(graphics, fitted(row.get(i).caption()), x, bottom + 2);
      }
      y = bottom + line + GAP;
    }
    drawKey(graphics, key, width, top);
    graphics.dispose();
    return RgbPicture.of(canvas);
  }

  private List<List<Tile>> rows(List<Tile> tiles) {
    List<List<Tile>> rows = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += columns) {
      rows.add(tiles.subList(from, Math.min(tiles.size(), from + columns)));
    }
    return rows;
  }

  private static int heightOf(List<Tile> row) {
    return row.stream().mapToInt(tile -> tile.picture().height()).max().orElse(0);
  }

  private static void draw(BufferedImage canvas, RgbImage picture, int left, int top) {
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        canvas.setRGB(left + x, top + y, picture.color(x, y));
      }
    }
  }

  /** The text, or as much of it as fits under a picture. */
  private String fitted(String caption) {
    if (text.width(caption) <= side) {
      return caption;
    }
    int length = caption.length();
    while (length > 1 && text.width(caption.substring(0, length) + "...") > side) {
      length--;
    }
    return caption.substring(0, length) + "...";
  }

  private int keyHeight(List<KeyEntry> key, int width) {
    return key.isEmpty() ? 0 : place(key, width, (_, _, _) -> {}) + GAP;
  }

  private interface KeyPlace {
    void at(KeyEntry entry, int x, int y);
  }

  private void drawKey(Graphics2D graphics, List<KeyEntry> key, int width, int top) {
    int box = text.height() - 2;
    place(
        key,
        width,
        (entry, x, y) -> {
          graphics.setColor(new Color(entry.color()));
          graphics.fillRect(x, top + y + 1, box, box);
          graphics.setColor(new Color(INK));
          text.draw(graphics, entry.name(), x + box + 5, top + y);
        });
  }

  /** Lays the entries out in lines and gives the height they need. */
  private int place(List<KeyEntry> key, int width, KeyPlace place) {
    int line = text.height() + 6;
    int x = GAP;
    int y = 0;
    for (KeyEntry entry : key) {
      int needed = text.height() + 3 + text.width(entry.name()) + 18;
      if (x > GAP && x + needed > width) {
        x = GAP;
        y += line;
      }
      place.at(entry, x, y);
      x += needed;
    }
    return y + line;
  }
}
