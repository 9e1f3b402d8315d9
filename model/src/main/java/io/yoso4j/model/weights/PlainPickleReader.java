package io.yoso4j.model.weights;

import java.lang.foreign.Arena;

/** A pickle without storages: detectron2's {@code .pkl} model files, NumPy arrays by name. */
final class PlainPickleReader {
  private PlainPickleReader() {}

  static WeightFile read(ByteView file, Arena arena) {
    Unpickler unpickler = new Unpickler(file, 0, PickleLimits.DEFAULT, new PickleStorages());
    PickleValue root = unpickler.load();
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
