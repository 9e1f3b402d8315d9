package io.yoso4j.data;

import java.io.Serial;

/**
 * Data that cannot be used: a malformed file, annotation, mask or image.
 *
 * <p>The message is one line and names what was found, what is allowed, and where (file, image or
 * annotation id) as far as the thrower knows. Callers that know more wrap it with {@link #in}.
 */
public final class DataException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What a file says may be quoted, and may be megabytes. */
  private static final int MAX_LENGTH = 4000;

  /**
   * A new exception; line breaks and other control characters in the message become spaces, and it
   * is cut at 4000 characters.
   */
  public DataException(String message) {
    super(oneLine(message));
  }

  /** A new exception with the error that led to it. */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * The same error with its place put in front, as in {@code annotation 17: run 3 is -5; ...}.
   *
   * @param place where the data came from, such as {@code annotation 17}
   */
  public DataException in(String place) {
    return new DataException(place + ": " + getMessage(), this);
  }

  /** The message without its place, if that is {@code place}: what {@link #in} put in front. */
  public String messageWithout(Object place) {
    String message = String.valueOf(getMessage());
    String prefix = place + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private static String oneLine(String message) {
    String whole =
        message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH) + "…";
    return whole.replaceAll("\\p{Cntrl}+", " ");
  }
}
