package io.yoso4j.data.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areThoseOfTheLibraryToTheLastBit(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      same(random(random, i % 6));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0.1",
        "123456789012345678",
        "9007199254740993",
        "1.7976931348623157e308",
        "1e400",
        "-1e400",
        "4.9e-324",
        "1e-400",
        "0.000000000000000000000000000000000000000001",
        "9007199254740992",
        "0.9007199254740993",
        "100000000000000000000",
        "2.2250738585072011e-308"
      })
  void alsoAtTheEdges(String text) {
    same(text);
  }

  private static String random(Random random, int kind) {
    return switch (kind) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> Double.toString(random.nextDouble() * 1000);
      case 2 -> (random.nextInt(2_000_000) - 1_000_000) / 100.0 + "";
      case 3 -> random.nextLong() + "." + random.nextInt(1000);
      case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      default -> random.nextInt(100) + "e" + (random.nextInt(60) - 30);
    };
  }

  private static void same(String text) {
    byte[] bytes = ("[" + text + "]").getBytes(StandardCharsets.US_ASCII);
    long expected = Double.doubleToLongBits(Double.parseDouble(text));

    double parsed = JsonNumbers.parse(bytes, 1, bytes.length - 1);
    JsonReader in = JsonReader.ofBytes();
    in.reset(bytes, 0, bytes.length);
    in.beginArray();
    in.nextElement();

    assertThat(Double.doubleToLongBits(parsed)).as(text).isEqualTo(expected);
    assertThat(Double.doubleToLongBits(in.number())).as(text).isEqualTo(expected);
  }
}
