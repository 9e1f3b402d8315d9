package io.yoso4j.train.conformance;

/**
 * One set of predictions that is matched and scored on its own.
 *
 * @param name {@code cK}, or {@code cK.auxJ} for an auxiliary output
 * @param call K
 * @param aux J, or -1
 */
record Level(String name, int call, int aux) {

  static Level ofCall(int call) {
    return new Level("c" + call, call, -1);
  }

  static Level ofAux(int call, int aux) {
    return new Level("c" + call + ".aux" + aux, call, aux);
  }

  boolean auxiliary() {
    return aux >= 0;
  }

  /** What the original appends to the names of an auxiliary level's terms. */
  String suffix() {
    return auxiliary() ? "_" + aux : "";
  }

  /** Names of the arrays, such as {@code c0.pred_masks}. */
  String array(String part) {
    return name + "." + part;
  }

  /** Names of an image's arrays, such as {@code c0.b1.cost}. */
  String array(int image, String part) {
    return name + ".b" + image + "." + part;
  }
}
