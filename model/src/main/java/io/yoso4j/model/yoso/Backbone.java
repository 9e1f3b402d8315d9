package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.tensor.Tensor;
import java.util.List;

/**
 * What turns an image into features of four sizes. Made by a {@link BackboneConfig}, whose {@link
 * io.yoso4j.model.nn.ParameterScope} owns the weights; a backbone itself has nothing to close.
 */
public interface Backbone {
  /** Number of feature maps: res2 to res5. */
  int STAGES = 4;

  /**
   * Runs the backbone. Called inside a {@link io.yoso4j.model.tensor.TensorScope}, which frees what
   * is made; several threads at once for inference.
   *
   * @param images {@code [B, 3, H, W]} normalised and padded, sides multiples of 32; must not be
   *     changed. Of the {@link Folding}'s element type for a folded backbone, else float32
   * @param training whether normalisations use the batch's statistics
   * @return res2 to res5: {@code [B, channels, H/s, W/s]} at strides s = 4, 8, 16, 32, with {@link
   *     BackboneConfig#channels} channels. The caller reads them only
   */
  List<Tensor> forward(Tensor images, boolean training);

  /**
   * The same backbone for inference, with the weights as they are now and normalisations gone into
   * convolutions. New weights are made by {@code folding}, in its element type, and owned by it.
   */
  Backbone folded(Folding folding);
}
