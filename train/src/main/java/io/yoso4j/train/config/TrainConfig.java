package io.yoso4j.train.config;

/**
 * Everything that decides a training run, as one immutable tree.
 *
 * <p>Each record component is one key: the tree's {@code loss.numPoints()} is {@code
 * loss.num_points} in YAML and on the command line. Defaults are written once, in the resource
 * {@code presets/base.yaml}, which holds every key; a preset lists only what it changes.
 * Constructors check every value and throw {@link ConfigException}.
 *
 * @param seed seed of every random choice: initialisation, order, augmentation, sampled points
 * @param model the network
 * @param loss the set-prediction loss and its matching
 * @param augment random changes of training images
 * @param data where images and annotations are, and how they are loaded
 * @param train length of the training
 * @param optim optimiser and learning rate
 * @param eval evaluation during and after training
 * @param checkpoint when the state is saved
 * @param log what is written while training
 * @param engine the tensor engine
 * @param distributed training with several processes
 */
public record TrainConfig(
    long seed,
    ModelSettings model,
    LossSettings loss,
    AugmentSettings augment,
    DataSettings data,
    LoopSettings train,
    OptimSettings optim,
    EvalSettings eval,
    CheckpointSettings checkpoint,
    LogSettings log,
    EngineSettings engine,
    DistributedSettings distributed) {

  /** The whole tree as YAML; {@link ConfigLoader#read} gives an equal tree back. */
  public String toYaml() {
    return YamlWriter.write(this);
  }
}
