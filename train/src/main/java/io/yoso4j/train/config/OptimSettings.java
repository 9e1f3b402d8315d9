package io.yoso4j.train.config;

import java.util.List;

/**
 * Section {@code optim}: the optimiser and the learning rate over time.
 *
 * @param optimizer rule of the steps
 * @param lr base learning rate
 * @param weightDecay AdamW: share of the learning rate by which weights shrink per step; SGD:
 *     factor of the weights that is added to their gradient
 * @param normWeightDecay weight decay of normalisation layers
 * @param backboneMultiplier factor on the learning rate of the backbone
 * @param betas AdamW: decay of the first and second moment, two numbers
 * @param eps AdamW: added to the root of the second moment
 * @param momentum SGD: decay of the mean of the gradients; 0 goes along the gradient itself
 * @param nesterov SGD: Nesterov's rule, which needs a momentum
 * @param clipValue bound on every value of the gradient, before {@code clipNorm}; 0 does not clip
 * @param clipNorm bound on the norm of the whole model's gradient; 0 does not clip
 * @param warmupSteps steps over which the rate rises linearly
 * @param warmupFactor factor on the rate at step 0
 * @param schedule course of the rate after the warm-up
 * @param milestones where {@code step} multiplies by gamma, ascending: up to 1 a fraction of
 *     train.steps, above 1 a step
 * @param gamma factor at each milestone
 * @param polyPower exponent of {@code poly}
 * @param emaDecay decay per step of the exponential moving average of the weights, with which
 *     evaluations are made; rises to this value, see the documentation; 0 keeps none
 */
public record OptimSettings(
    Optimizer optimizer,
    double lr,
    double weightDecay,
    double normWeightDecay,
    double backboneMultiplier,
    List<Double> betas,
    double eps,
    double momentum,
    boolean nesterov,
    double clipValue,
    double clipNorm,
    int warmupSteps,
    double warmupFactor,
    Schedule schedule,
    List<Double> milestones,
    double gamma,
    double polyPower,
    double emaDecay) {

  /** Rule of the steps. */
  public enum Optimizer {
    /** Adam with decoupled weight decay. */
    ADAMW,
    /** Stochastic gradient descent. */
    SGD
  }

  /** Course of the learning rate. */
  public enum Schedule {
    /** Multiplied by gamma at each milestone. */
    STEP,
    /** Always the base rate. */
    CONSTANT,
    /** Half a cosine from the base rate to zero at the last step. */
    COSINE,
    /** Base rate times the share of steps left to the power of {@code poly_power}. */
    POLY
  }

  /** Checks every value. */
  public OptimSettings {
    Check.present("optim.optimizer", optimizer);
    Check.above("optim.lr", lr, 0, 10);
    Check.within("optim.weight_decay", weightDecay, 0, 10);
    Check.within("optim.norm_weight_decay", normWeightDecay, 0, 10);
    Check.within("optim.backbone_multiplier", backboneMultiplier, 0, 100);
    Check.present("optim.betas", betas);
    Check.size("optim.betas", betas, 2);
    betas.forEach(beta -> Check.within("optim.betas", beta, 0, Math.nextDown(1.0)));
    Check.above("optim.eps", eps, 0, 1);
    Check.within("optim.momentum", momentum, 0, Math.nextDown(1.0));
    if (nesterov && momentum == 0) {
      throw new ConfigException(
          List.of("optim.nesterov", "optim.momentum"),
          "optim.nesterov is true, but optim.momentum is 0: it must be above 0");
    }
    Check.within("optim.clip_value", clipValue, 0, 1e6);
    Check.within("optim.clip_norm", clipNorm, 0, 1e6);
    Check.within("optim.warmup_steps", warmupSteps, 0, 1_000_000_000);
    Check.within("optim.warmup_factor", warmupFactor, 0, 1);
    Check.present("optim.schedule", schedule);
    Check.present("optim.milestones", milestones);
    if (milestones.size() > 1000) {
      throw Check.outside("optim.milestones", milestones.size() + " long", "0 to 1000 milestones");
    }
    milestones.forEach(milestone -> Check.above("optim.milestones", milestone, 0, 1e9));
    Check.above("optim.gamma", gamma, 0, 10);
    Check.above("optim.poly_power", polyPower, 0, 100);
    Check.within("optim.ema_decay", emaDecay, 0, Math.nextDown(1.0));
    betas = List.copyOf(betas);
    milestones = List.copyOf(milestones);
  }
}
