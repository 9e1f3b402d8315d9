package io.yoso4j.model.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The ranks did not meet, or an operation they make together failed; after that the group is of no
 * use. The message is one line that names the rank, the operation and, where it is known, the other
 * rank.
 */
public final class RankGroupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Kind {
    /** The ranks did not meet. */
    JOIN,
    /** The connection to another rank broke: it ended, or its machine did. */
    LOST,
    /** Another rank did not answer in time. */
    TIMEOUT,
    /** Something else in the engine. */
    ENGINE
  }

  private final Kind kind;

  RankGroupException(Kind kind, String message, @Nullable Throwable cause) {
    super(message.replaceAll("\\s*\\R\\s*", " "), cause);
    this.kind = kind;
  }

  /** An operation failed in the engine. */
  static RankGroupException of(RankGroupOptions options, String operation, RuntimeException cause) {
    String reason = reason(cause);
    Kind kind = kind(reason);
    String what =
        switch (kind) {
          case LOST -> "the connection to another rank broke";
          case TIMEOUT -> "no answer from another rank within " + seconds(options);
          default -> reason;
        };
    return new RankGroupException(
        kind, "rank %d: %s: %s".formatted(options.rank(), operation, what), cause);
  }

  static String seconds(RankGroupOptions options) {
    long millis = options.timeout().toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** The first line without the place in the engine's sources that it starts with. */
  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("").replaceFirst("^\\[[^]]*]\\s*", "");
  }

  private static Kind kind(String reason) {
    String lower = reason.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("timed out") || lower.contains("timeout")) {
      return Kind.TIMEOUT;
    }
    return lower.contains("connection")
            || lower.contains("broken pipe")
            || lower.contains("socket")
            || lower.contains("read error")
            || lower.contains("write error")
        ? Kind.LOST
        : Kind.ENGINE;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
