package io.yoso4j.model.yoso;

/** How the neck starts. */
public enum Initialisation {
  /** As upstream runs: Glorot over every tensor of more than one axis, offsets included. */
  FAITHFUL,
  /** As upstream's layers are written: no offsets, bilinear upsampling, no bias. */
  INTENDED
}
