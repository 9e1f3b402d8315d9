package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.Bool;
import io.yoso4j.model.weights.PickleValue.Dict;
import io.yoso4j.model.weights.PickleValue.Int;
import io.yoso4j.model.weights.PickleValue.Sequence;
import io.yoso4j.model.weights.PickleValue.Storage;
import io.yoso4j.model.weights.PickleValue.Text;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * The format of {@code torch.save} before 1.6: five pickles in a row (magic number, protocol
 * version, system notes, the object, the storage keys), then per key an element count and the
 * elements.
 */
final class TorchLegacyReader {
  private static final long PROTOCOL_VERSION = 1001;

  private final ByteView file;
  private long at = FileFormat.LEGACY_MAGIC_LENGTH;

  private TorchLegacyReader(ByteView file) {
    this.file = file;
  }

  static WeightFile read(ByteView file, Arena arena) {
    return new TorchLegacyReader(file).read(arena);
  }

  private WeightFile read(Arena arena) {
    PickleValue version = pickle(new PickleStorages());
    if (!(version instanceof Int v) || v.value() != PROTOCOL_VERSION) {
      throw file.error(
          "legacy PyTorch protocol must be "
              + PROTOCOL_VERSION
              + ", found "
              + PickleValue.kind(version));
    }
    if (!(pickle(new PickleStorages()) instanceof Dict system)
        || !(system.get("little_endian") instanceof Bool littleEndian)
        || !littleEndian.value()) {
      throw file.error("legacy PyTorch file must be little endian");
    }
    PickleStorages storages = new PickleStorages();
    PickleValue root = pickle(storages);
    Map<String, MemorySegment> data = storageData(storages);
    return new StateDict(file, arena, file.size(), storage -> window(data, storage)).read(root);
  }

  private PickleValue pickle(PickleStorages storages) {
    Unpickler unpickler = new Unpickler(file, at, PickleLimits.DEFAULT, storages);
    PickleValue value = unpickler.load();
    at = unpickler.position();
    return value;
  }

  private Map<String, MemorySegment> storageData(PickleStorages storages) {
    PickleValue keys = pickle(new PickleStorages());
    if (!(keys instanceof Sequence sequence)) {
      throw file.error(
          "legacy PyTorch file must list its storages, found " + PickleValue.kind(keys));
    }
    Map<String, MemorySegment> data = new HashMap<>();
    for (PickleValue item : sequence.items()) {
      Storage storage = item instanceof Text key ? storages.byKey().get(key.text()) : null;
      if (storage == null) {
        throw file.error("lists the storage " + PickleValue.kind(item) + ", which nothing uses");
      }
      String what = "storage " + WeightException.quote(storage.key());
      long elements = file.i64(at);
      if (elements != storage.elements()) {
        throw file.error(
            what
                + " has "
                + elements
                + " elements at byte "
                + at
                + ", used as "
                + storage.elements());
      }
      MemorySegment bytes = file.slice(at + 8, elements * storage.elementBytes());
      if (data.put(storage.key(), bytes) != null) {
        throw file.error(what + " is listed twice");
      }
      at += 8 + bytes.byteSize();
    }
    if (at != file.size()) {
      throw file.error("goes on after its last storage: " + (file.size() - at) + " bytes");
    }
    return data;
  }

  private MemorySegment window(Map<String, MemorySegment> data, Storage storage) {
    MemorySegment whole = data.get(storage.key());
    if (whole == null) {
      throw file.error("storage " + WeightException.quote(storage.key()) + " is missing");
    }
    int width = storage.elementBytes();
    return whole.asSlice(storage.viewOffset() * width, storage.viewElements() * width);
  }
}
