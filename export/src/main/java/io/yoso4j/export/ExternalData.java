package io.yoso4j.export;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds tensors that keep their values in another file, wherever a model can hold tensors. Numbers
 * are those of the fields in onnx.proto.
 */
final class ExternalData {
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  /** What protobuf's own readers allow. */
  private static final int MAX_DEPTH = 100;

  private ExternalData() {}

  private enum Kind {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR;

    private @Nullable Kind field(int number) {
      return FIELDS.getOrDefault(this, Map.of()).get(number);
    }
  }

  /** The fields that lead to tensors. */
  private static final Map<Kind, Map<Integer, Kind>> FIELDS =
      Map.of(
          Kind.MODEL, Map.of(7, Kind.GRAPH, 20, Kind.TRAINING, 25, Kind.FUNCTION),
          Kind.TRAINING, Map.of(1, Kind.GRAPH, 2, Kind.GRAPH),
          Kind.FUNCTION, Map.of(7, Kind.NODE, 11, Kind.ATTRIBUTE),
          Kind.GRAPH, Map.of(1, Kind.NODE, 5, Kind.TENSOR, 15, Kind.SPARSE_TENSOR),
          Kind.NODE, Map.of(5, Kind.ATTRIBUTE),
          Kind.ATTRIBUTE,
              Map.of(
                  5, Kind.TENSOR,
                  6, Kind.GRAPH,
                  10, Kind.TENSOR,
                  11, Kind.GRAPH,
                  22, Kind.SPARSE_TENSOR,
                  23, Kind.SPARSE_TENSOR),
          Kind.SPARSE_TENSOR, Map.of(1, Kind.TENSOR, 2, Kind.TENSOR));

  /**
   * Whether there is such a tensor.
   *
   * @param model bytes of a whole file
   * @throws ProtoException if they are no messages of these kinds
   */
  static boolean isIn(MemorySegment model) throws ProtoException {
    return isIn(model, Kind.MODEL, 0);
  }

  private static boolean isIn(MemorySegment message, Kind kind, int depth) throws ProtoException {
    if (depth > MAX_DEPTH) {
      throw new ProtoException("graphs are nested deeper than " + MAX_DEPTH);
    }
    ProtoFields fields = new ProtoFields(message);
    boolean found = false;
    boolean graph = false;
    while (fields.next()) {
      Kind inner = fields.isMessage() ? kind.field(fields.number()) : null;
      if (inner != null) {
        graph |= inner == Kind.GRAPH;
        found |= isIn(fields.message(), inner, depth + 1);
      } else if (kind == Kind.TENSOR && fields.number() == DATA_LOCATION && fields.isVarint()) {
        found |= fields.varint() != 0;
      } else {
        found |= kind == Kind.TENSOR && fields.number() == EXTERNAL_DATA;
        fields.skip();
      }
    }
    if (kind == Kind.MODEL && !graph) {
      throw new ProtoException("has no graph");
    }
    return found;
  }
}
