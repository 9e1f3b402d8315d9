package io.yoso4j.eval;

/** What overlap is measured on. */
public enum IouType {
  /** Masks. */
  SEGM,
  /** Boxes. */
  BBOX;

  /** Whether boxes are compared, not masks. */
  boolean usesBoxes() {
    return this == BBOX;
  }
}
