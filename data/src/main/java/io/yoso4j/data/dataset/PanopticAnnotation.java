package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * The panoptic annotation of one image.
 *
 * @param imageId the image
 * @param idImage the PNG file with a segment id per pixel, inside the data set's folder; it may be
 *     missing. See {@link io.yoso4j.data.image.IdImage}
 * @param segments each id once
 */
public record PanopticAnnotation(long imageId, Path idImage, List<PanopticSegment> segments) {

  /** Keeps a copy of the list. */
  public PanopticAnnotation {
    segments = List.copyOf(segments);
  }
}
