package io.yoso4j.model.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptional;

/** Native values made once: absent optionals and frequent scalars. */
final class Constants {
  static final TensorOptional NO_TENSOR = immortal(new TensorOptional());
  static final BoolOptional NO_BOOL = immortal(new BoolOptional());
  static final DoubleOptional NO_DOUBLE = immortal(new DoubleOptional());
  static final MemoryFormatOptional NO_FORMAT = immortal(new MemoryFormatOptional());

  private Constants() {}

  /** The class may be initialised inside a scope, which would otherwise free the value. */
  private static <P extends Pointer> P immortal(P pointer) {
    return pointer.retainReference();
  }
}
