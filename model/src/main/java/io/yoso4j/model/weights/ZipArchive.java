package io.yoso4j.model.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in mapped memory. The central directory is read once and checked: names are plain,
 * unique and agree with the local headers, entries do not overlap each other or the directory.
 * Stored entries are windows on the file.
 *
 * <p>Source: PKWARE's APPNOTE (zip, zip64).
 */
final class ZipArchive {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;
  private static final long LOCAL = 0x04034b50L;
  private static final long MAX_INFLATED_FREE = 64L << 20;
  private static final int MAX_INFLATED_RATIO = 100;
  private static final int CHUNK = 1 << 20;

  private final ByteView file;
  private final Arena arena;
  private final Map<String, Entry> entries;
  private long inflatable;

  /**
   * One file of the archive.
   *
   * @param dataStart the first byte of its data in the archive
   */
  private record Entry(
      String name, int method, long crc, long compressed, long size, long header, long dataStart) {
    long end() {
      return dataStart + compressed;
    }
  }

  private ZipArchive(ByteView file, Arena arena, Map<String, Entry> entries) {
    this.file = file;
    this.arena = arena;
    this.entries = entries;
    this.inflatable =
        file.size() > (Long.MAX_VALUE - MAX_INFLATED_FREE) / MAX_INFLATED_RATIO
            ? Long.MAX_VALUE
            : MAX_INFLATED_FREE + file.size() * MAX_INFLATED_RATIO;
  }

  static ZipArchive open(ByteView file, Arena arena) {
    ZipDirectory directory = ZipDirectory.read(file);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (ZipDirectory.Item item : directory.items()) {
      if (entries.put(item.name(), entry(file, directory, item)) != null) {
        throw file.error("zip has the entry " + WeightException.quote(item.name()) + " twice");
      }
    }
    checkOverlap(file, entries);
    return new ZipArchive(file, arena, entries);
  }

  private static Entry entry(ByteView file, ZipDirectory directory, ZipDirectory.Item item) {
    String what = "zip entry " + WeightException.quote(item.name()) + ": ";
    if ((item.flags() & ENCRYPTED) != 0) {
      throw file.error(what + "is encrypted");
    }
    if (item.method() != STORED && item.method() != DEFLATED) {
      throw file.error(what + "compression method must be 0 or 8, found " + item.method());
    }
    if (item.method() == STORED && item.compressed() != item.size()) {
      throw file.error(
          what + "is stored in " + item.compressed() + " bytes, but has " + item.size());
    }
    long header = item.header();
    if (file.u32(header) != LOCAL) {
      throw file.error(what + "no local header at byte " + header);
    }
    int nameLength = file.u16(header + 26);
    long nameAt = header + 30;
    if (file.slice(nameAt, nameLength).mismatch(item.rawName()) >= 0
        || file.u16(header + 8) != item.method()) {
      throw file.error(what + "local header differs from the directory");
    }
    long dataStart = nameAt + nameLength + file.u16(header + 28);
    if (dataStart > directory.start() || item.compressed() > directory.start() - dataStart) {
      throw file.error(
          what
              + item.compressed()
              + " bytes at "
              + dataStart
              + " pass the directory at "
              + directory.start());
    }
    return new Entry(
        item.name(), item.method(), item.crc(), item.compressed(), item.size(), header, dataStart);
  }

  private static void checkOverlap(ByteView file, Map<String, Entry> entries) {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::header));
    for (int i = 1; i < ordered.size(); i++) {
      Entry before = ordered.get(i - 1);
      Entry entry = ordered.get(i);
      if (entry.header() < before.end()) {
        throw file.error(
            "zip entry "
                + WeightException.quote(entry.name())
                + " at byte "
                + entry.header()
                + " overlaps "
                + WeightException.quote(before.name())
                + ", which ends at "
                + before.end());
      }
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** What all entries take when unpacked, as far as it is allowed to. */
  long dataBytes() {
    long sum = 0;
    for (Entry entry : entries.values()) {
      sum += Math.min(entry.size(), inflatable);
      if (sum < 0 || sum > inflatable) {
        return inflatable;
      }
    }
    return sum;
  }

  /** The bytes of an entry that exists, checked against its CRC. */
  MemorySegment read(String name, long limit) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw file.error("zip has no entry " + WeightException.quote(name));
    }
    String what = "zip entry " + WeightException.quote(name) + ": ";
    if (entry.size() > limit) {
      throw file.error(what + "has " + entry.size() + " bytes, the limit is " + limit);
    }
    MemorySegment raw = file.slice(entry.dataStart(), entry.compressed());
    MemorySegment bytes = entry.method() == STORED ? raw : inflate(what, raw, entry.size());
    CRC32 crc = new CRC32();
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      crc.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
    }
    if (crc.getValue() != entry.crc()) {
      throw file.error(
          what + String.format("CRC-32 must be %08x, found %08x", entry.crc(), crc.getValue()));
    }
    return bytes;
  }

  private MemorySegment inflate(String what, MemorySegment raw, long size) {
    // Deflate cannot expand beyond 1032 to 1, so a larger claim is false before anything is
    // allocated.
    if (size > inflatable || size / 1032 > raw.byteSize()) {
      throw file.error(
          what
              + raw.byteSize()
              + " bytes claim to unpack to "
              + size
              + ", more than the archive may hold");
    }
    inflatable -= size;
    MemorySegment unpacked = arena.allocate(size, 16);
    Inflater inflater = new Inflater(true);
    try {
      long in = 0;
      long out = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (in == raw.byteSize()) {
            throw file.error(what + "compressed data ends early");
          }
          long next = Math.min(CHUNK, raw.byteSize() - in);
          inflater.setInput(raw.asSlice(in, next).asByteBuffer());
          in += next;
        }
        ByteBuffer target = unpacked.asSlice(out, Math.min(CHUNK, size - out)).asByteBuffer();
        int got = inflater.inflate(target.hasRemaining() ? target : ByteBuffer.allocate(1));
        if (inflater.needsDictionary() || got > size - out) {
          throw file.error(what + "does not unpack to the " + size + " bytes it claims");
        }
        out += got;
      }
      if (out != size || inflater.getRemaining() > 0 || in < raw.byteSize()) {
        throw file.error(what + "does not unpack to the " + size + " bytes it claims");
      }
    } catch (DataFormatException e) {
      throw new WeightException(
          file.file(), what + "compressed data is broken: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
    return unpacked;
  }
}
