package io.yoso4j.model.weights;

import java.lang.foreign.Arena;

/** A pickle without storages: detectron2's {@code .pkl} model files, NumPy arrays by name. */
final class PlainPickleReader {
  private PlainPickleReader() {}

  static WeightFile read(ByteView file, Arena arena) {
    Unpickler unpickler = new Unpickler(file, 0, PickleLimits.DEFAULT, new PickleStorages());
    PickleValue root = unpickler.load();
    if (unpickler.position() != file.size()) {
      throw file.error(
          "goes on after its pickle's end: " + (file.size() - unpickler.position()) + " bytes");
    }
    return new StateDict(
            file,
            arena,
            file.size(),
            storage -> {
              throw file.error(
                  "names the storage " + WeightException.quote(storage.key()) + ", but holds none");
            })
        .read(root);
  }
}
