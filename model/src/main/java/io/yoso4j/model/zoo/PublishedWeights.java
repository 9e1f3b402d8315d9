package io.yoso4j.model.zoo;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file of weights that somebody publishes.
 *
 * @param name how it is asked for, such as {@code torchvision:resnet50}
 * @param url where it is
 * @param minBytes the smallest size it may have
 * @param maxBytes the largest size it may have; no more is ever downloaded
 * @param sha256 the digest in lower-case hexadecimal: all 64 digits, the first ones where no more
 *     is known, or empty where the publisher gives none
 * @param about one line for people
 */
public record PublishedWeights(
    String name, URI url, long minBytes, long maxBytes, String sha256, String about) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+:[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{0,64}");
  private static final int DIGEST_DIGITS = 64;

  /** How surely a file can be told from another. */
  public enum Verification {
    /** The whole SHA-256 is known. */
    DIGEST,
    /** Only the first digits of the SHA-256 are known. */
    PREFIX,
    /** Only the size is checked, and that the file does not change after the first download. */
    SIZE
  }

  /**
   * @throws IllegalArgumentException if the name, the file's name, the sizes or the digest are not
   *     of their form
   */
  public PublishedWeights {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(about, "about");
    require(NAME.matcher(name).matches(), "name", name);
    require(FILE.matcher(fileName(url)).matches(), "file name of the url", url.toString());
    require(
        minBytes >= 0 && maxBytes >= Math.max(1, minBytes), "sizes", minBytes + ".." + maxBytes);
    require(DIGEST.matcher(sha256).matches(), "sha256", sha256);
  }

  private static void require(boolean holds, String what, String value) {
    if (!holds) {
      throw new IllegalArgumentException(what + " (" + value + ") is not of its form");
    }
  }

  private static String fileName(URI url) {
    String path = String.valueOf(url.getPath());
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The last part of the URL. */
  public String fileName() {
    return fileName(url);
  }

  /** What stands before the colon of the name: who publishes it. */
  public String publisher() {
    return name.substring(0, name.indexOf(':'));
  }

  /** How surely the file can be told from another. */
  public Verification verification() {
    return switch (sha256.length()) {
      case DIGEST_DIGITS -> Verification.DIGEST;
      case 0 -> Verification.SIZE;
      default -> Verification.PREFIX;
    };
  }

  /** The same with a digest that the caller knows. */
  public PublishedWeights withSha256(String digest) {
    return new PublishedWeights(
        name, url, minBytes, maxBytes, digest.toLowerCase(Locale.ROOT), about);
  }

  /** The size for people, such as {@code 97.8 MiB} or {@code unknown size}. */
  public String size() {
    double mebibyte = 1 << 20;
    return maxBytes - minBytes > mebibyte
        ? "unknown size"
        : String.format(Locale.ROOT, "%.1f MiB", minBytes / mebibyte);
  }
}
