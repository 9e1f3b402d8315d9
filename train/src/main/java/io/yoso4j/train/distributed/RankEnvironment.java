package io.yoso4j.train.distributed;

import io.yoso4j.model.tensor.RankGroupOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of several processes this one is, as launchers such as {@code torchrun} say it in
 * environment variables.
 *
 * @param rank number of this process: {@code RANK}
 * @param size number of processes: {@code WORLD_SIZE}
 * @param localRank number of this process among those of its machine, which picks the GPU: {@code
 *     LOCAL_RANK}, 0 if absent
 * @param localSize processes on this machine, which share its processors: {@code LOCAL_WORLD_SIZE},
 *     1 if absent
 * @param host where the ranks meet: {@code MASTER_ADDR}
 * @param port where the ranks meet: {@code MASTER_PORT}
 * @param hosted whether the launcher listens there: {@code TORCHELASTIC_USE_AGENT_STORE}
 * @param attempt how often the launcher has started the processes before: {@code
 *     TORCHELASTIC_RESTART_COUNT}, 0 if absent
 * @param networkInterface the interface to talk over: {@code GLOO_SOCKET_IFNAME}, or null
 */
public record RankEnvironment(
    int rank,
    int size,
    int localRank,
    int localSize,
    String host,
    int port,
    boolean hosted,
    int attempt,
    @Nullable String networkInterface) {
  private static final int LARGEST = 65_536;

  /** The environment of a process that trains alone. */
  public static RankEnvironment alone() {
    return new RankEnvironment(0, 1, 0, 1, "127.0.0.1", 1, false, 0, null);
  }

  /** A process of several on this machine. */
  public static RankEnvironment local(int rank, int size, int port) {
    return new RankEnvironment(rank, size, rank, size, "127.0.0.1", port, false, 0, null);
  }

  /**
   * Reads the variables; without {@code RANK} and {@code WORLD_SIZE} the process is alone.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  public static RankEnvironment of(Map<String, String> variables) {
    if (!variables.containsKey("RANK") && !variables.containsKey("WORLD_SIZE")) {
      return alone();
    }
    int size = number(variables, "WORLD_SIZE", 1, LARGEST);
    int rank = number(variables, "RANK", 0, size - 1);
    if (size == 1) {
      return alone();
    }
    int localSize = optional(variables, "LOCAL_WORLD_SIZE", 1, size, 1);
    return new RankEnvironment(
        rank,
        size,
        optional(variables, "LOCAL_RANK", 0, size - 1, 0),
        localSize,
        text(variables, "MASTER_ADDR"),
        number(variables, "MASTER_PORT", 1, 65_535),
        "True".equalsIgnoreCase(variables.get("TORCHELASTIC_USE_AGENT_STORE")),
        optional(variables, "TORCHELASTIC_RESTART_COUNT", 0, Integer.MAX_VALUE, 0),
        variables.get("GLOO_SOCKET_IFNAME"));
  }

  /** Whether there are other processes. */
  public boolean several() {
    return size > 1;
  }

  /** Whether this is the process that writes. */
  public boolean first() {
    return rank == 0;
  }

  /**
   * The variables that say all this, for a child process.
   *
   * <p>{@link #of} gives an equal environment back if there are several processes, else {@link
   * #alone}.
   */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("RANK", Integer.toString(rank));
    variables.put("WORLD_SIZE", Integer.toString(size));
    variables.put("LOCAL_RANK", Integer.toString(localRank));
    variables.put("LOCAL_WORLD_SIZE", Integer.toString(localSize));
    variables.put("MASTER_ADDR", host);
    variables.put("MASTER_PORT", Integer.toString(port));
    // Also what is usual, lest the child inherits something else.
    variables.put("TORCHELASTIC_USE_AGENT_STORE", hosted ? "True" : "False");
    variables.put("TORCHELASTIC_RESTART_COUNT", Integer.toString(attempt));
    if (networkInterface != null) {
      variables.put("GLOO_SOCKET_IFNAME", networkInterface);
    }
    return variables;
  }

  /** This process's share of the machine's processors, at least 1. */
  public int threads(int processors) {
    return Math.max(1, processors / localSize);
  }

  RankGroupOptions options(Duration timeout) {
    return new RankGroupOptions(
        rank, size, host, port, hosted, attempt, localSize == size, networkInterface, timeout);
  }

  private static int optional(
      Map<String, String> variables, String name, int least, int most, int absent) {
    return variables.containsKey(name) ? number(variables, name, least, most) : absent;
  }

  private static int number(Map<String, String> variables, String name, int least, int most) {
    String value = text(variables, name);
    int number;
    try {
      number = Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "environment variable %s is \"%s\", but must be a whole number".formatted(name, value));
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "environment variable %s is %d, but must be in the range %d to %d"
              .formatted(name, number, least, most));
    }
    return number;
  }

  private static String text(Map<String, String> variables, String name) {
    String value = variables.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          ("environment variable %s is missing: a process of several needs RANK, WORLD_SIZE,"
                  + " MASTER_ADDR and MASTER_PORT")
              .formatted(name));
    }
    return value;
  }
}
