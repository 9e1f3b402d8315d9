package io.yoso4j.train.config;

import java.util.List;

/** {@code SOLVER}: optimiser, learning rate and length. */
final class UpstreamSolverKeys {
  private static final String SOLVER = "SOLVER.";

  private UpstreamSolverKeys() {}

  static void map(UpstreamKeys keys) {
    optimizer(keys);
    take(keys, "MAX_ITER", 40_000, "train.steps");
    take(keys, "IMS_PER_BATCH", 16, "train.batch_size");
    take(keys, "CHECKPOINT_PERIOD", 5000, "checkpoint.every");
    take(keys, "BASE_LR", 0.001, "optim.lr");
    take(keys, "WEIGHT_DECAY", 0.0001, "optim.weight_decay");
    take(keys, "WEIGHT_DECAY_NORM", 0.0, "optim.norm_weight_decay");
    take(keys, "BACKBONE_MULTIPLIER", 0.1, "optim.backbone_multiplier");
    clipping(keys);
    schedule(keys);
    if (keys.flag(SOLVER + "AMP.ENABLED", false)) {
      keys.set("engine.precision", "bfloat16", SOLVER + "AMP.ENABLED");
      keys.replace(
          SOLVER + "AMP.ENABLED", true, "engine.precision bfloat16; the original takes float16");
    } else {
      keys.translate(SOLVER + "AMP.ENABLED", false, "engine.precision", "float32");
    }
    for (String name : List.of("NESTEROV", "WEIGHT_DECAY_BIAS", "BIAS_LR_FACTOR")) {
      keys.ignore(SOLVER + name, "the original's optimiser does not read it");
    }
    keys.ignore(SOLVER + "WEIGHT_DECAY_EMBED", "the network has no embeddings");
    keys.ignore(SOLVER + "REFERENCE_WORLD_SIZE", "one process");
  }

  private static void optimizer(UpstreamKeys keys) {
    String name = SOLVER + "OPTIMIZER";
    String optimizer = keys.text(name, "ADAMW");
    switch (optimizer) {
      case "ADAMW" -> {
        keys.translate(name, optimizer, "optim.optimizer", "adamw");
        keys.ignore(SOLVER + "MOMENTUM", "of SGD");
      }
      case "SGD" -> {
        keys.translate(name, optimizer, "optim.optimizer", "sgd");
        take(keys, "MOMENTUM", 0.9, "optim.momentum");
      }
      default -> throw keys.unsupported(name, optimizer, "only ADAMW and SGD are supported");
    }
  }

  private static void clipping(UpstreamKeys keys) {
    String clip = SOLVER + "CLIP_GRADIENTS.";
    keys.ignore(clip + "NORM_TYPE", "the original's optimiser always takes 2");
    if (!keys.flag(clip + "ENABLED", false)) {
      keys.translate(clip + "ENABLED", false, "optim.clip_norm", 0.0);
      keys.ignore(clip + "CLIP_TYPE", "not enabled");
      keys.ignore(clip + "CLIP_VALUE", "not enabled");
      return;
    }
    String type = keys.text(clip + "CLIP_TYPE", "value");
    String ours =
        switch (type) {
          case "full_model" -> "optim.clip_norm";
          case "value" -> {
            keys.set("optim.clip_norm", 0.0, clip + "CLIP_TYPE");
            yield "optim.clip_value";
          }
          default ->
              throw keys.unsupported(
                  clip + "CLIP_TYPE", type, "only full_model and value are supported");
        };
    keys.accept(clip + "CLIP_TYPE", type, ours);
    keys.take(clip + "CLIP_VALUE", keys.number(clip + "CLIP_VALUE", 1), ours);
    keys.ignore(clip + "ENABLED", ours + " above 0");
  }

  private static void schedule(UpstreamKeys keys) {
    take(keys, "WARMUP_ITERS", 1000, "optim.warmup_steps");
    take(keys, "WARMUP_FACTOR", 0.001, "optim.warmup_factor");
    if (keys.whole(SOLVER + "WARMUP_ITERS", 1000) > 0) {
      keys.require(SOLVER + "WARMUP_METHOD", "linear", "linear");
    } else {
      keys.ignore(SOLVER + "WARMUP_METHOD", "there is no warm-up");
    }
    String name = SOLVER + "LR_SCHEDULER_NAME";
    String schedule = keys.text(name, "WarmupMultiStepLR");
    keys.translate(
        name,
        schedule,
        "optim.schedule",
        switch (schedule) {
          case "WarmupMultiStepLR" -> "step";
          case "WarmupCosineLR" -> "cosine";
          case "WarmupPolyLR" -> "poly";
          default ->
              throw keys.unsupported(
                  name,
                  schedule,
                  "only WarmupMultiStepLR, WarmupCosineLR and WarmupPolyLR are supported");
        });
    steps(keys, schedule);
    polynomial(keys, schedule);
  }

  private static void steps(UpstreamKeys keys, String schedule) {
    String steps = SOLVER + "STEPS";
    if (!schedule.equals("WarmupMultiStepLR")) {
      keys.ignore(steps, "of WarmupMultiStepLR");
      keys.ignore(SOLVER + "GAMMA", "of WarmupMultiStepLR");
      return;
    }
    List<Double> milestones = keys.numbers(steps, List.of(30_000.0));
    if (milestones.stream().anyMatch(step -> step <= 1)) {
      throw keys.unsupported(steps, milestones, "steps must be above 1");
    }
    keys.take(steps, milestones, "optim.milestones");
    take(keys, "GAMMA", 0.1, "optim.gamma");
  }

  private static void polynomial(UpstreamKeys keys, String schedule) {
    String power = SOLVER + "POLY_LR_POWER";
    String ending = SOLVER + "POLY_LR_CONSTANT_ENDING";
    if (!schedule.equals("WarmupPolyLR")) {
      keys.ignore(power, "of WarmupPolyLR");
      keys.ignore(ending, "of WarmupPolyLR");
      return;
    }
    take(keys, "POLY_LR_POWER", 0.9, "optim.poly_power");
    double constant = keys.number(ending, 0);
    if (constant != 0) {
      throw keys.unsupported(ending, constant, "only 0 is supported");
    }
    keys.ignore(ending, "as it is here");
  }

  private static void take(UpstreamKeys keys, String name, double fallback, String ours) {
    keys.take(SOLVER + name, keys.number(SOLVER + name, fallback), ours);
  }

  private static void take(UpstreamKeys keys, String name, int fallback, String ours) {
    keys.take(SOLVER + name, keys.whole(SOLVER + name, fallback), ours);
  }
}
