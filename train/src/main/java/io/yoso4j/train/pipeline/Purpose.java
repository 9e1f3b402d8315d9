package io.yoso4j.train.pipeline;

/** What a random number is for. The order of the constants is part of what a seed means. */
enum Purpose {
  ORDER,
  SCALE,
  CROP_X,
  CROP_Y,
  FLIP
}
