package io.yoso4j.cli.report;

/** The shapes that tell the points of lines apart where colour cannot. */
final class Marker {
  private static final String[] SHAPES = {
    "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", // circle
    "m-2.7-2.7h5.4v5.4h-5.4z", // square
    "m0-3.6l3.4 6h-6.8z", // triangle
    "m0-3.9l3.6 3.9l-3.6 3.9l-3.6-3.9z", // diamond
    "m0 3.6l3.4-6h-6.8z", // triangle on its tip
    "m-3.4-1.1h2.3v-2.3h2.2v2.3h2.3v2.2h-2.3v2.3h-2.2v-2.3h-2.3z", // plus
    "m-3.3-2l1.3-1.3l2 2l2-2l1.3 1.3l-2 2l2 2l-1.3 1.3l-2-2l-2 2l-1.3-1.3l2-2z", // cross
    "m-3.2-3.2h6.4l-6.4 6.4h6.4z" // hourglass
  };

  /** How many there are, and how many styles of lines the style sheet has. */
  static final int STYLES = SHAPES.length;

  private Marker() {}

  /**
   * The outline of a marker, as the {@code d} of an SVG path.
   *
   * @param style of the line, 0 to 7
   */
  static String path(int style, double x, double y) {
    return "M" + PlotArea.at(x) + " " + PlotArea.at(y) + SHAPES[style];
  }
}
