package io.yoso4j.model.yoso;

import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one stage predicts.
 *
 * @param logits class logits {@code [B, Q, C + 1]}, last column "no object", divided by the
 *     temperature; null for stage 0, and for intermediate stages outside training
 * @param masks mask logits {@code [B, Q, H/4, W/4]}
 */
public record StageTensors(@Nullable Tensor logits, Tensor masks) {}
