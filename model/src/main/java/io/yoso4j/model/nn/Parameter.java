package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Tensor;

/**
 * One named tensor of a network.
 *
 * @param name the dotted name, as upstream's state dict has it
 * @param tensor the values, owned by the network
 * @param role what it is
 * @param trainable whether gradients are wanted; always false for buffers
 * @param norm whether it belongs to a normalisation layer (weight decay rules ask)
 */
public record Parameter(String name, Tensor tensor, Role role, boolean trainable, boolean norm) {
  /** Learned values, or state that travels with them. */
  public enum Role {
    WEIGHT,
    BUFFER
  }
}
