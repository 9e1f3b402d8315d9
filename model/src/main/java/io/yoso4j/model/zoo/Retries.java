package io.yoso4j.model.zoo;

/**
 * How long to keep at a download.
 *
 * @param tries connections that bring nothing new before giving up
 * @param pauseMillis before the second try; twice that before the third, and so on
 * @param timeoutMillis without an answer or a byte before a connection counts as broken
 */
record Retries(int tries, long pauseMillis, int timeoutMillis) {
  static final Retries STANDARD = new Retries(4, 1_000, 30_000);

  /** Waits before try {@code number}, counted from 0. */
  void pause(int number) {
    if (number > 0) {
      sleep(pauseMillis << Math.min(number - 1, 6));
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ZooException(ZooException.Kind.UNAVAILABLE, "download was interrupted", "", e);
    }
  }
}
