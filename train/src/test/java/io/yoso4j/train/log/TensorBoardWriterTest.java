package io.yoso4j.train.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardWriterTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(1_700_000_000_500L);

  @TempDir Path folder;

  @Test
  void scalarsReadBack() throws IOException {
    List<String> failures = new ArrayList<>();
    try (var writer = TensorBoardWriter.open(folder, 0, CLOCK, failures::add)) {
      writer.write(new Metrics.Step(300, 1, 0.25, 9.5, 2, 31, Map.of("s0_loss_mask", -1.5)));
      writer.write(new Metrics.Eval(70_000, 1, Map.of("AP50", 0.75), Map.of()));
      writer.write(new Metrics.Warning(1, 1, "not written"));
    }
    assertThat(failures).isEmpty();
    assertThat(events(onlyFile()))
        .containsExactly(
            "1.7000000005E9 version brain.Event:2",
            "1.7000000005E9 step 300 train/loss 9.5",
            "1.7000000005E9 step 300 train/lr 0.25",
            "1.7000000005E9 step 300 train/grad_norm 2.0",
            "1.7000000005E9 step 300 train/images_per_s 31.0",
            "1.7000000005E9 step 300 loss/s0_loss_mask -1.5",
            "1.7000000005E9 step 70000 segm/AP50 0.75");
  }

  @Test
  void aResumedRunGetsALaterFileThatVoidsTheRest() throws IOException {
    TensorBoardWriter.open(folder, 0, CLOCK, m -> {}).close();
    Path first = onlyFile();
    TensorBoardWriter.open(folder, 41, CLOCK, m -> {}).close();
    try (var files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).hasSize(2).startsWith(first);
      assertThat(events(sorted.get(1)))
          .containsExactly(
              "1.7000000005E9 version brain.Event:2", "1.7000000005E9 step 42 session start");
    }
  }

  @Test
  void whatTheRunMakesAgainIsCutOff() throws IOException {
    try (var writer = TensorBoardWriter.open(folder, 0, CLOCK, m -> {})) {
      for (long step : new long[] {1, 2, 200, 300}) {
        writer.write(new Metrics.Eval(step, 1, Map.of("AP", 0.5), Map.of()));
      }
    }
    Path first = onlyFile();
    byte[] whole = Files.readAllBytes(first);
    TensorBoardWriter.open(folder, 200, CLOCK, m -> {}).close();
    List<String> expected =
        List.of(
            "1.7000000005E9 version brain.Event:2",
            "1.7000000005E9 step 1 segm/AP 0.5",
            "1.7000000005E9 step 2 segm/AP 0.5",
            "1.7000000005E9 step 200 segm/AP 0.5");
    assertThat(events(first)).isEqualTo(expected);

    byte[] kept = Files.readAllBytes(first);
    for (int length = kept.length; length < whole.length; length++) {
      Files.write(first, Arrays.copyOf(whole, length));
      EventFiles.keepUpTo(folder, 299);
      assertThat(first).as("a file cut at byte %d", length).hasBinaryContent(kept);
    }
    byte[] damaged = whole.clone();
    damaged[kept.length - 5] ^= 1;
    Files.write(first, damaged);
    EventFiles.keepUpTo(folder, 299);
    assertThat(events(first)).isEqualTo(expected.subList(0, 3));
  }

  /** CRC-32C of "123456789" is e3069283; the mask rotates right by 15 and adds a282ead8. */
  @Test
  void checksumsAreMasked() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    int expected = Integer.rotateRight(0xe3069283, 15) + 0xa282ead8;
    assertThat(EventRecord.maskedCrc(check, 9)).isEqualTo(expected);
    assertThat(EventRecord.maskedCrc(new byte[8], 8))
        .isEqualTo(Integer.rotateRight(0x8c28b28a, 15) + 0xa282ead8);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(all.getFirst().getFileName().toString()).startsWith("events.out.tfevents.");
      return all.getFirst();
    }
  }

  private static List<String> events(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<String> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(in.position(), length);
      byte[] data = new byte[Math.toIntExact(in.getLong())];
      assertThat(in.getInt()).isEqualTo(EventRecord.maskedCrc(length, 8));
      in.get(data);
      assertThat(in.getInt()).isEqualTo(EventRecord.maskedCrc(data, data.length));
      events.add(message(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), 0));
    }
    return events;
  }

  /** Decodes any protobuf message by wire type; the depth tells the fields of one number apart. */
  private static String message(ByteBuffer in, int depth) {
    List<String> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      int field = key >>> 3;
      switch (key & 7) {
        case 0 -> parts.add(depth == 0 ? "step " + varint(in) : varint(in) == 1 ? "start" : "?");
        case 1 -> parts.add(Double.toString(in.getDouble()));
        case 5 -> parts.add(Float.toString(in.getFloat()));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          ByteBuffer inner = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
          String text = new String(bytes, StandardCharsets.UTF_8);
          parts.add(
              switch (depth * 10 + field) {
                case 3 -> "version " + text;
                case 5, 11 -> message(inner, depth + 1);
                case 7 -> "session " + message(inner, depth + 1);
                case 21 -> text;
                default -> "unknown field " + field;
              });
        }
        default -> parts.add("unknown wire type");
      }
    }
    return String.join(" ", parts);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
