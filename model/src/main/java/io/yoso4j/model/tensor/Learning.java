package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Those parameters of an optimiser that have a gradient.
 *
 * @param at their places among all parameters
 * @param gradients theirs, in the same order
 */
record Learning(List<Integer> at, List<Tensor> gradients) {
  static Learning of(List<Tensor> parameters) {
    List<Integer> at = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Tensor gradient = parameters.get(i).grad();
      if (gradient != null) {
        at.add(i);
        gradients.add(gradient);
      }
    }
    return new Learning(at, gradients);
  }

  /** What belongs to them of a list with an element for every parameter. */
  List<Tensor> select(List<Tensor> all) {
    return at.stream().map(all::get).toList();
  }
}
