package io.yoso4j.train.lab;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Length of a training.
 *
 * @param unit what is equal for all variants
 * @param amount above 0; whole for steps
 */
public record LabBudget(Unit unit, double amount) {
  /** What is equal for all variants. */
  public enum Unit {
    /** Steps of the optimiser. */
    STEPS,
    /** Minutes of a training's own time: faster variants make more steps. */
    MINUTES
  }

  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) *(steps?|min|minutes?|h|hours?)");

  private static final double MOST_STEPS = 1e9;
  private static final double MOST_MINUTES = 60 * 24 * 365;

  /** Checks the amount. */
  public LabBudget {
    double most = unit == Unit.STEPS ? MOST_STEPS : MOST_MINUTES;
    if (!(amount > 0 && amount <= most)) {
      throw new IllegalArgumentException(
          "a budget of %s %s must be above 0 and at most %.0f"
              .formatted(amount, unit.name().toLowerCase(Locale.ROOT), most));
    }
    if (unit == Unit.STEPS && amount != Math.rint(amount)) {
      throw new IllegalArgumentException("a budget of %s steps must be whole".formatted(amount));
    }
  }

  /**
   * A budget as people write it: {@code 500steps}, {@code 30min}, {@code 1.5h}.
   *
   * @throws IllegalArgumentException in one line, if it is none
   */
  public static LabBudget of(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no budget; write steps or a time, such as 500steps, 30min or 2h"
              .formatted(text));
    }
    double amount = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2).charAt(0)) {
      case 's' -> new LabBudget(Unit.STEPS, amount);
      case 'h' -> new LabBudget(Unit.MINUTES, 60 * amount);
      default -> new LabBudget(Unit.MINUTES, amount);
    };
  }

  /** As in {@code 500 steps} or {@code 30 minutes}. */
  @Override
  public String toString() {
    String number = amount == Math.rint(amount) ? "%.0f".formatted(amount) : "%s".formatted(amount);
    return number + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
