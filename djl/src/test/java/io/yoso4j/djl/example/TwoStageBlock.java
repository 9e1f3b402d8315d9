package io.yoso4j.djl.example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.yoso4j.djl.StageLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small network of queries, as YOSO and Mask2Former are: learned vectors are multiplied with the
 * features of every pixel and so give first masks; what lies under these masks moves the vectors,
 * which give the last masks and the classes.
 */
final class TwoStageBlock extends AbstractBlock {
  /** First masks alone, then class logits and masks. */
  static final List<StageLayout> STAGES = StageLayout.yoso(2);

  private static final int STRIDE = 4;

  private final int columns;
  private final int size;
  private final SequentialBlock pixels;
  private final Linear update;
  private final Linear classifier;
  private final Parameter vectors;

  /**
   * @param queries number of masks
   * @param columns of the class logits: as many as classes for sigmoids, one more for softmax
   * @param size length of a vector
   */
  TwoStageBlock(int queries, int columns, int size) {
    super((byte) 1);
    this.columns = columns;
    this.size = size;
    pixels = addChildBlock("pixels", new SequentialBlock());
    for (int stride : new int[] {2, 2, 1}) {
      pixels
          .add(
              Conv2d.builder()
                  .setFilters(size)
                  .setKernelShape(new Shape(3, 3))
                  .optStride(new Shape(stride, stride))
                  .optPadding(new Shape(1, 1))
                  .build())
          .add(BatchNorm.builder().build())
          .add(Activation::relu);
    }
    pixels.add(Conv2d.builder().setFilters(size).setKernelShape(new Shape(1, 1)).build());
    update = addChildBlock("update", Linear.builder().setUnits(size).build());
    classifier = addChildBlock("classifier", Linear.builder().setUnits(columns).build());
    vectors =
        addParameter(
            Parameter.builder()
                .setName("vectors")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(queries, size))
                .build());
  }

  /** Images [B, 3, H, W] to masks of stage 0, then class logits and masks of stage 1. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList images,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray features = pixels.forward(store, images, training).head(); // [B, D, h, w]
    Shape shape = features.getShape();
    Shape masks = new Shape(shape.get(0), vectors.getShape().get(0), shape.get(2), shape.get(3));
    NDArray flat = features.reshape(shape.get(0), size, -1); // [B, D, P]
    NDArray queries = store.getValue(vectors, images.head().getDevice(), training); // [Q, D]

    NDArray first = queries.matMul(flat); // [B, Q, P]
    NDArray share = Activation.sigmoid(first);
    share = share.div(share.sum(new int[] {2}, true).add(1));
    NDArray seen = share.matMul(flat.transpose(0, 2, 1)); // [B, Q, D]
    NDArray moved =
        Activation.relu(update.forward(store, new NDList(seen), training).head()).add(queries);

    NDArray logits = classifier.forward(store, new NDList(moved), training).head();
    NDArray last = moved.matMul(flat);
    return new NDList(first.reshape(masks), logits, last.reshape(masks));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    pixels.initialize(manager, type, inputs);
    Shape queries = new Shape(inputs[0].get(0), vectors.getShape().get(0), size);
    update.initialize(manager, type, queries);
    classifier.initialize(manager, type, queries);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    long batch = inputs[0].get(0);
    long queries = vectors.getShape().get(0);
    Shape masks = new Shape(batch, queries, inputs[0].get(2) / STRIDE, inputs[0].get(3) / STRIDE);
    return new Shape[] {masks, new Shape(batch, queries, columns), masks};
  }
}
