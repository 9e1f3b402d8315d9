package io.yoso4j.cli;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineException;
import io.yoso4j.model.tensor.EngineOptions;
import io.yoso4j.train.conformance.Conformance;
import io.yoso4j.train.conformance.LossEngine;
import io.yoso4j.train.criterion.TensorLossEngine;
import java.util.Locale;

/** The implementations of the loss that {@code yoso4j conformance} compares. */
enum LossChoice {
  /** Fused kernels on plain memory. */
  FUSED(Conformance.TOLERANCE) {
    @Override
    LossEngine on(Device device) {
      return LossEngine.setCriterion();
    }
  },
  /** Operations of libtorch, whose order of summation is its own. */
  TENSORS(1e-4) {
    @Override
    LossEngine on(Device device) {
      Engine.start(EngineOptions.defaults().withDevice(device));
      return TensorLossEngine.on(device);
    }
  };

  private final double tolerance;

  LossChoice(double tolerance) {
    this.tolerance = tolerance;
  }

  /** Largest deviation that passes unless asked otherwise. */
  double tolerance() {
    return tolerance;
  }

  /**
   * The implementation, ready for use.
   *
   * @throws EngineException if the device is not there
   */
  abstract LossEngine on(Device device);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
