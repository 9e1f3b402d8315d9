package io.yoso4j.cli.report;

/**
 * Letters of five by seven pixels, for machines without fonts: capitals, digits and a little
 * punctuation; other characters become a hollow box.
 */
final class PixelFont {

  /** Rows of a letter, in pixels. */
  static final int HEIGHT = 7;

  /** From one letter to the next, in pixels. */
  static final int ADVANCE = 6;

  private static final String CHARACTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_%/";

  /** Five columns per character, two hexadecimal digits each; the lowest bit is the top row. */
  private static final String COLUMNS =
      "0000000000" // space
          + "7e1111117e7f494949363e414141227f4141221c7f494949417f09090901" // A to F
          + "3e4149497a7f0808087f00417f41002040413f017f081422417f40404040" // G to L
          + "7f020c027f7f0408107f3e4141413e7f090909063e4151215e7f09192946" // M to R
          + "464949493101017f01013f4040403f1f2040201f3f4038403f6314081463" // S to X
          + "07087008076151494543" // Y, Z
          + "3e5149453e00427f400042615149462141454b311814127f102745454539" // 0 to 5
          + "3c4a49493001710905033649494936064949291e" // 6 to 9
          + "00606000000808080808404040404023130864622010080402"; // . - _ % /

  private static final String BOX = "7f4141417f";

  private PixelFont() {}

  /** A pixel of a drawn text, counted from its top left corner. */
  interface Dot {
    void at(int column, int row);
  }

  static void draw(String text, Dot dot) {
    for (int i = 0; i < text.length(); i++) {
      String columns = columns(Character.toUpperCase(text.charAt(i)));
      for (int column = 0; column < 5; column++) {
        int bits = Integer.parseInt(columns, 2 * column, 2 * column + 2, 16);
        for (int row = 0; row < HEIGHT; row++) {
          if (((bits >> row) & 1) != 0) {
            dot.at(i * ADVANCE + column, row);
          }
        }
      }
    }
  }

  private static String columns(char character) {
    int index = CHARACTERS.indexOf(character);
    return index < 0 ? BOX : COLUMNS.substring(10 * index, 10 * index + 10);
  }
}
