package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.Int;
import io.yoso4j.model.weights.PickleValue.None;
import io.yoso4j.model.weights.PickleValue.Storage;
import io.yoso4j.model.weights.PickleValue.StorageType;
import io.yoso4j.model.weights.PickleValue.Text;
import io.yoso4j.model.weights.PickleValue.Tuple;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns persistent ids of a pickle into storages, and remembers every storage named. */
final class PickleStorages {
  private static final Pattern KEY = Pattern.compile("[0-9A-Za-z_]{1,64}");

  private final Map<String, Storage> byKey = new LinkedHashMap<>();

  /**
   * Reads {@code ("storage", type, key, location, elements)} of a zip file; a legacy file adds None
   * or {@code (viewKey, offset, elements)}.
   */
  PickleValue resolve(PickleValue id) throws PickleCalls.Rejected {
    if (!(id instanceof Tuple tuple)) {
      throw rejected(id);
    }
    List<PickleValue> items = tuple.items();
    if (items.size() < 5
        || items.size() > 6
        || !(items.get(0) instanceof Text kind)
        || !kind.text().equals("storage")
        || !(items.get(1) instanceof StorageType type)
        || !(items.get(2) instanceof Text key)
        || !(items.get(3) instanceof Text)
        || !(items.get(4) instanceof Int elements)) {
      throw rejected(id);
    }
    if (!KEY.matcher(key.text()).matches()) {
      throw new PickleCalls.Rejected(
          "storage key "
              + WeightException.quote(key.text())
              + " must have 1 to 64 letters and digits");
    }
    long count = elements.value();
    int width = type.dtype() == null ? 1 : type.dtype().bytes();
    if (count < 0 || count > Long.MAX_VALUE / width) {
      throw new PickleCalls.Rejected(
          "storage " + WeightException.quote(key.text()) + " has " + count + " elements");
    }
    long viewOffset = 0;
    long viewElements = count;
    if (items.size() == 6 && items.get(5) != None.NONE) {
      if (!(items.get(5) instanceof Tuple view)
          || view.items().size() != 3
          || !(view.items().get(1) instanceof Int offset)
          || !(view.items().get(2) instanceof Int length)) {
        throw rejected(id);
      }
      viewOffset = offset.value();
      viewElements = length.value();
      if (viewOffset < 0 || viewElements < 0 || viewElements > count - viewOffset) {
        throw new PickleCalls.Rejected(
            "storage view of "
                + viewElements
                + " elements at "
                + viewOffset
                + " passes the storage's "
                + count);
      }
    }
    Storage whole = new Storage(key.text(), type.dtype(), count, 0, count);
    Storage known = byKey.putIfAbsent(key.text(), whole);
    if (known != null && known.elements() * known.elementBytes() != count * width) {
      throw new PickleCalls.Rejected(
          "storage "
              + WeightException.quote(key.text())
              + " is named with "
              + known.elements() * known.elementBytes()
              + " and with "
              + count * width
              + " bytes");
    }
    return new Storage(key.text(), type.dtype(), count, viewOffset, viewElements);
  }

  /** Every storage named, whole, in the order of first mention. */
  Map<String, Storage> byKey() {
    return Collections.unmodifiableMap(byKey);
  }

  private static PickleCalls.Rejected rejected(PickleValue id) {
    return new PickleCalls.Rejected(
        "persistent id must describe a storage, found " + PickleValue.kind(id));
  }
}
