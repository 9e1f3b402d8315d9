package io.yoso4j.model;

import java.util.List;

/**
 * An image divided into segments that do not overlap.
 *
 * @param height of the image
 * @param width of the image
 * @param ids segment of each pixel, row by row; 0 where there is none. Not copied
 * @param segments in the order of their ids, which start at 1
 */
@SuppressWarnings("ArrayRecordComponent") // one entry per pixel, handed on as it is
public record PanopticResult(int height, int width, int[] ids, List<Segment> segments) {
  public PanopticResult {
    segments = List.copyOf(segments);
  }

  /**
   * One segment.
   *
   * @param id its value in {@link PanopticResult#ids}
   * @param category contiguous class index
   * @param thing whether it is one object
   * @param score probability of the class, of the first query for merged stuff
   * @param area in pixels
   */
  public record Segment(int id, int category, boolean thing, double score, int area) {}
}
