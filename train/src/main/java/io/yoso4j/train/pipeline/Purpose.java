package io.yoso4j.train.pipeline;

/** What a random number is for. The numbers are part of what a seed means: never change one. */
enum Purpose {
  ORDER(0),
  SCALE(1),
  CROP_X(2),
  CROP_Y(3),
  FLIP(4),
  VERTICAL_FLIP(5),
  ROTATE(6),
  BRIGHTNESS(7),
  CONTRAST(8),
  SATURATION(9),
  HUE(10),
  COLOR_ORDER(11),
  PASTE(12),
  DONOR(13),
  PASTE_COUNT(14),
  PASTE_CHOICE(15),
  CROP_AIM(16);

  private final int number;

  Purpose(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
