package io.yoso4j.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was asked about one image.
 *
 * @param instances best first
 * @param panoptic null when not asked for
 * @param semantic null when not asked for
 */
public record ImageResult(
    List<Instance> instances,
    @Nullable PanopticResult panoptic,
    @Nullable SemanticResult semantic) {
  public ImageResult {
    instances = List.copyOf(instances);
  }
}
