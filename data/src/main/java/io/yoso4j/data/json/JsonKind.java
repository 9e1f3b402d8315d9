package io.yoso4j.data.json;

/** The kinds of JSON values. */
public enum JsonKind {
  /** Names and values. */
  OBJECT,
  /** A list of values. */
  ARRAY,
  /** A text. */
  STRING,
  /** A number, also NaN and the infinities. */
  NUMBER,
  /** True or false. */
  BOOLEAN,
  /** Nothing. */
  NULL
}
