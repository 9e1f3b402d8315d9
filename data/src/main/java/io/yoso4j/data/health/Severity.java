package io.yoso4j.data.health;

/** How bad a {@link Problem} is; later is worse. */
public enum Severity {
  /** Worth knowing; nothing is wrong. */
  NOTE,
  /** Training works, but learns or measures something else than meant. */
  WARNING,
  /** Strict reading stops here, or objects are lost. */
  ERROR
}
