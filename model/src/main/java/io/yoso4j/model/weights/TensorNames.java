package io.yoso4j.model.weights;

/**
 * What a tensor may be called: 1 to 1024 characters, none of them control characters or lone
 * surrogates.
 */
final class TensorNames {
  private static final int MAX_LENGTH = 1024;

  private TensorNames() {}

  static String check(ByteView file, String name) {
    if (!isValid(name)) {
      throw file.error(
          "tensor name "
              + WeightException.quote(name)
              + " must have 1 to "
              + MAX_LENGTH
              + " printable characters, found "
              + name.length());
    }
    return name;
  }

  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.codePoints()
            .noneMatch(c ->
                Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
