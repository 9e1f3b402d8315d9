package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format of {@code torch.save} since 1.6: a zip with one pickle ({@code data.pkl}) and one
 * entry per storage.
 */
final class TorchZipReader {
  private static final long MAX_PICKLE_BYTES = 256L << 20;
  private static final String PICKLE = "data.pkl";

  private final ByteView file;
  private final ZipArchive zip;
  private final String folder;
  private final Map<String, MemorySegment> data = new HashMap<>();

  private TorchZipReader(ByteView file, ZipArchive zip, String folder) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
  }

  static WeightFile read(ByteView file, Arena arena) {
    ZipArchive zip = ZipArchive.open(file, arena);
    String pickleName = pickleName(file, zip);
    String folder = pickleName.substring(0, pickleName.length() - PICKLE.length());
    return new TorchZipReader(file, zip, folder).read(pickleName, arena);
  }

  private static String pickleName(ByteView file, ZipArchive zip) {
    List<String> pickles =
        zip.names().stream()
            .filter(name ->
                name.equals(PICKLE)
                    || (name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')))
            .toList();
    if (pickles.size() != 1) {
      throw file.error(
          "is a zip with "
              + pickles.size()
              + " entries named "
              + PICKLE
              + ", a PyTorch file has one");
    }
    String name = pickles.getFirst();
    String folder = name.substring(0, name.length() - PICKLE.length());
    if (zip.contains(folder + "constants.pkl")) {
      throw file.error("is a TorchScript archive; save the model's state_dict() instead");
    }
    return name;
  }

  private WeightFile read(String pickleName, Arena arena) {
    if (zip.contains(folder + "byteorder")) {
      ByteView order = file.part("byteorder", zip.read(folder + "byteorder", 16));
      String text = order.latin1(0, order.size());
      if (!text.equals("little")) {
        throw order.error("must be 'little', found " + WeightException.quote(text));
      }
    }
    ByteView pickle = file.part(PICKLE, zip.read(pickleName, MAX_PICKLE_BYTES));
    Unpickler unpickler = new Unpickler(pickle, 0, PickleLimits.DEFAULT, new PickleStorages());
    PickleValue root = unpickler.load();
    if (unpickler.position() != pickle.size()) {
      throw pickle.error(
          "goes on after its end: " + (pickle.size() - unpickler.position()) + " bytes");
    }
    return new StateDict(file, arena, zip.dataBytes(), this::storage).read(root);
  }

  private MemorySegment storage(Storage storage) {
    long bytes = storage.elements() * storage.elementBytes();
    String name = folder + "data/" + storage.key();
    if (!zip.contains(name)) {
      throw file.error(
          "storage "
              + WeightException.quote(storage.key())
              + " is missing: no entry "
              + WeightException.quote(name));
    }
    MemorySegment found = data.get(name);
    if (found == null) {
      found = zip.read(name, Long.MAX_VALUE);
      data.put(name, found);
    }
    if (found.byteSize() != bytes) {
      throw file.error(
          "storage "
              + WeightException.quote(storage.key())
              + " must take "
              + bytes
              + " bytes, entry "
              + WeightException.quote(name)
              + " has "
              + found.byteSize());
    }
    int width = storage.elementBytes();
    return found.asSlice(storage.viewOffset() * width, storage.viewElements() * width);
  }
}
