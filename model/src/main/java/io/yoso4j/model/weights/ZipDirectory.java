package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a zip archive.
 *
 * @param start where it begins; entries must end before
 */
record ZipDirectory(long start, List<Item> items) {
  private static final long END = 0x06054b50L;
  private static final int END_BYTES = 22;
  private static final long LOCATOR = 0x07064b50L;
  private static final int LOCATOR_BYTES = 20;
  private static final long END64 = 0x06064b50L;
  private static final int END64_BYTES = 56;
  private static final long ITEM = 0x02014b50L;
  private static final int ITEM_BYTES = 46;
  private static final int ZIP64_EXTRA = 1;
  private static final long U16 = 0xffffL;
  private static final long U32 = 0xffff_ffffL;
  private static final int MAX_NAME = 1024;
  static final int MAX_ITEMS = 500_000;

  /**
   * One line of the directory.
   *
   * @param header where the local header begins
   */
  record Item(
      String name,
      MemorySegment rawName,
      int flags,
      int method,
      long crc,
      long compressed,
      long size,
      long header) {}

  static ZipDirectory read(ByteView file) {
    long end = findEnd(file);
    long count = file.u16(end + 10);
    long size = file.u32(end + 12);
    long start = file.u32(end + 16);
    long limit = end;
    if (file.u16(end + 4) != 0 || file.u16(end + 6) != 0 || file.u16(end + 8) != count) {
      throw file.error("zip spans several disks");
    }
    if (count == U16 || size == U32 || start == U32) {
      long end64 = findEnd64(file, end);
      count = file.i64(end64 + 32);
      size = file.i64(end64 + 40);
      start = file.i64(end64 + 48);
      limit = end64;
    }
    if (count < 0 || count > MAX_ITEMS) {
      throw file.error(
          "zip has " + Long.toUnsignedString(count) + " entries, the limit is " + MAX_ITEMS);
    }
    if (start < 0
        || size < 0
        || start > limit
        || size > limit - start
        || size < count * ITEM_BYTES) {
      throw file.error(
          "zip directory of "
              + Long.toUnsignedString(size)
              + " bytes at "
              + Long.toUnsignedString(start)
              + " does not fit its "
              + count
              + " entries before byte "
              + limit);
    }
    return new ZipDirectory(start, readItems(file, start, start + size, (int) count));
  }

  private static long findEnd(ByteView file) {
    long last = file.size() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - U16); at--) {
      if (file.u8(at) == 'P' && file.u32(at) == END && file.u16(at + 20) == last - at) {
        return at;
      }
    }
    throw file.error("zip has no end record; the file is cut off or damaged");
  }

  private static long findEnd64(ByteView file, long end) {
    long locator = end - LOCATOR_BYTES;
    if (locator < 0 || file.u32(locator) != LOCATOR) {
      throw file.error("zip needs a zip64 locator before byte " + end);
    }
    long end64 = file.i64(locator + 8);
    if (end64 < 0 || end64 > locator - END64_BYTES || file.u32(end64) != END64) {
      throw file.error("zip has no zip64 end record at byte " + Long.toUnsignedString(end64));
    }
    return end64;
  }

  private static List<Item> readItems(ByteView file, long start, long end, int count) {
    List<Item> items = new ArrayList<>(count);
    long at = start;
    for (int i = 0; i < count; i++) {
      if (end - at < ITEM_BYTES || file.u32(at) != ITEM) {
        throw file.error("zip directory has no entry " + i + " at byte " + at);
      }
      int nameLength = file.u16(at + 28);
      int extraLength = file.u16(at + 30);
      long next = at + ITEM_BYTES + nameLength + extraLength + file.u16(at + 32);
      if (next > end) {
        throw file.error("zip directory entry " + i + " passes the directory's end at " + end);
      }
      items.add(readItem(file, at, nameLength, extraLength));
      at = next;
    }
    if (at != end) {
      throw file.error("zip directory goes on after its " + count + " entries");
    }
    return items;
  }

  private static Item readItem(ByteView file, long at, int nameLength, int extraLength) {
    if (nameLength == 0 || nameLength > MAX_NAME) {
      throw file.error("zip entry name must have 1 to " + MAX_NAME + " bytes, found " + nameLength);
    }
    long nameAt = at + ITEM_BYTES;
    String name = file.utf8(nameAt, nameLength);
    checkName(file, name);
    // Order and presence of the zip64 fields follow the fields that overflowed.
    long[] fields = {file.u32(at + 24), file.u32(at + 20), file.u32(at + 42)};
    long extra = nameAt + nameLength;
    long extraEnd = extra + extraLength;
    while (extraEnd - extra >= 4) {
      int length = file.u16(extra + 2);
      long field = extra + 4;
      extra = field + length;
      if (extra > extraEnd) {
        throw file.error(
            "zip entry " + WeightException.quote(name) + ": extra field passes its end");
      }
      if (file.u16(field - 4) == ZIP64_EXTRA) {
        for (int i = 0; i < fields.length; i++) {
          if (fields[i] == U32 && extra - field >= 8) {
            fields[i] = file.i64(field);
            field += 8;
          }
        }
      }
    }
    if (fields[0] < 0 || fields[1] < 0 || fields[2] < 0) {
      throw file.error(
          "zip entry " + WeightException.quote(name) + ": size or position passes 2^63");
    }
    return new Item(
        name,
        file.slice(nameAt, nameLength),
        file.u16(at + 8),
        file.u16(at + 10),
        file.u32(at + 16),
        fields[1],
        fields[0],
        fields[2]);
  }

  private static void checkName(ByteView file, String name) {
    boolean plain =
        !name.startsWith("/")
            && name.indexOf('\\') < 0
            && name.chars().noneMatch(Character::isISOControl);
    for (String part : name.split("/", -1)) {
      plain &= !part.equals("..") && !part.equals(".");
    }
    if (!plain) {
      throw file.error(
          "zip entry name " + WeightException.quote(name) + " is not a plain relative path");
    }
  }
}
