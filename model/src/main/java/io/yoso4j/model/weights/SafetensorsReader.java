package io.yoso4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The safetensors format: an eight-byte header length, a JSON header, then the tensors' bytes
 * without gaps or overlaps. Source: the format description in github.com/huggingface/safetensors.
 */
final class SafetensorsReader {
  static final long MAX_HEADER_BYTES = 100_000_000;
  static final String METADATA = "__metadata__";
  private static final int MAX_TENSORS = 1_000_000;
  private static final int MAX_RANK = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNameLength(4096)
                  .maxNumberLength(20)
                  .build())
          .build();

  private final ByteView file;
  private final long dataStart;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsReader(ByteView file, long dataStart) {
    this.file = file;
    this.dataStart = dataStart;
  }

  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

  static WeightFile read(ByteView file) {
    long headerBytes = file.i64(0);
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw file.error(
          "safetensors header must take 2 to "
              + MAX_HEADER_BYTES
              + " bytes, found "
              + Long.toUnsignedString(headerBytes));
    }
    if (headerBytes > file.size() - 8) {
      throw file.error(
          "safetensors header of " + headerBytes + " bytes passes the end, size " + file.size());
    }
    SafetensorsReader reader = new SafetensorsReader(file, 8 + headerBytes);
    reader.readHeader(file.utf8(8, headerBytes));
    return reader.build();
  }

  private void readHeader(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      require(parser.nextToken(), JsonToken.START_OBJECT, "the header");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        require(parser.nextToken(), JsonToken.START_OBJECT, "entry " + WeightException.quote(name));
        if (name.equals(METADATA)) {
          readMetadata(parser);
        } else {
          entries.add(readEntry(TensorNames.check(file, name), parser));
        }
        if (entries.size() > MAX_TENSORS) {
          throw file.error("holds more than " + MAX_TENSORS + " tensors");
        }
      }
      if (parser.nextToken() != null) {
        throw file.error("safetensors header goes on after its JSON object");
      }
    } catch (JacksonException e) {
      throw new WeightException(
          file.file(), "safetensors header is not valid JSON: " + oneLine(e), e);
    }
  }

  private void readMetadata(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      require(parser.nextToken(), JsonToken.VALUE_STRING, "metadata " + WeightException.quote(key));
      metadata.put(key, parser.getString());
    }
  }

  private Entry readEntry(String name, JsonParser parser) {
    String what = "tensor " + WeightException.quote(name);
    DType dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "dtype" -> {
          require(value, JsonToken.VALUE_STRING, what + " dtype");
          dtype = DType.ofSafetensors(parser.getString());
          if (dtype == null) {
            throw file.error(
                what
                    + ": dtype "
                    + WeightException.quote(parser.getString())
                    + " is not one of "
                    + Arrays.toString(DType.values()));
          }
        }
        case "shape" -> shape = readLongs(parser, value, what + " shape", MAX_RANK);
        case "data_offsets" -> offsets = readLongs(parser, value, what + " data_offsets", 2);
        default -> throw file.error(what + ": unknown field " + WeightException.quote(field));
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw file.error(what + ": needs dtype, shape and two data_offsets");
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private long[] readLongs(JsonParser parser, JsonToken token, String what, int limit) {
    require(token, JsonToken.START_ARRAY, what);
    long[] values = new long[4];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      long value = parser.getLongValue();
      if (value < 0 || count == limit) {
        throw file.error(
            what
                + ": needs at most "
                + limit
                + " non-negative integers, found "
                + value
                + " at index "
                + count);
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = value;
    }
    return Arrays.copyOf(values, count);
  }

  private WeightFile build() {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long expected = 0;
    for (Entry entry : byOffset) {
      String what = "tensor " + WeightException.quote(entry.name());
      if (entry.begin() != expected || entry.end() < entry.begin()) {
        throw file.error(
            what
                + ": data_offsets ["
                + entry.begin()
                + ", "
                + entry.end()
                + "] must follow the data before it, which ends at "
                + expected);
      }
      long needed = WeightTensor.byteSize(entry.dtype(), entry.shape());
      if (needed != entry.end() - entry.begin()) {
        throw file.error(
            what
                + ": "
                + entry.dtype()
                + " "
                + Arrays.toString(entry.shape())
                + " needs "
                + (needed < 0 ? "more than 2^63" : needed)
                + " bytes, data_offsets span "
                + (entry.end() - entry.begin()));
      }
      expected = entry.end();
    }
    if (expected != file.size() - dataStart) {
      throw file.error(
          "tensors take "
              + expected
              + " bytes, the file holds "
              + (file.size() - dataStart)
              + " after its header");
    }
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Entry entry : byOffset) {
      tensors.put(
          entry.name(),
          new WeightTensor(
              entry.name(),
              entry.dtype(),
              entry.shape(),
              file.slice(dataStart + entry.begin(), entry.end() - entry.begin())));
    }
    String digest = metadata.remove(FileDigest.KEY);
    if (digest != null) {
      FileDigest.verify(file, dataStart, digest);
    }
    return new WeightFile(file.file(), tensors, metadata, Map.of(), "", digest != null);
  }

  private void require(@Nullable JsonToken found, JsonToken wanted, String what) {
    if (found != wanted) {
      throw file.error("safetensors " + what + " must be " + wanted + ", found " + found);
    }
  }

  /** Limits of the parser are reported without a place. */
  private static String oneLine(JacksonException e) {
    String message = e.getOriginalMessage().replaceAll("\\s+", " ");
    TokenStreamLocation at = e.getLocation();
    return at == null ? message : message + " (column " + at.getColumnNr() + ")";
  }
}
