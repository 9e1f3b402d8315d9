package io.yoso4j.cli;

import io.yoso4j.model.InputSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 640} (longer side), {@code 800x1333} (shorter side, longer at most), {@code original}. */
final class InputSizeConverter implements ITypeConverter<InputSize> {

  private static final int MAX_SIDE = 8192;
  private static final Pattern SIDES = Pattern.compile("(\\d{1,6})(?:x(\\d{1,6}))?");

  @Override
  public InputSize convert(String text) {
    if (text.equals("original")) {
      return new InputSize.Original();
    }
    Matcher matcher = SIDES.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    int first = Integer.parseInt(matcher.group(1));
    int second = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (first < 1 || second < first || second > MAX_SIDE) {
      throw wrong(text);
    }
    return matcher.group(2) == null
        ? new InputSize.LongestSide(first)
        : new InputSize.ShortestSide(first, second);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'%s' must be SIDE, SHORTxLONG (1 to %d pixels), or original".formatted(text, MAX_SIDE));
  }
}
