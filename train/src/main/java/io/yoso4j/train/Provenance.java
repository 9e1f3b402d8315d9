package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.tensor.Engine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from, with its configuration and seed: everything that is needed to make it
 * again.
 *
 * @param command the command line of the process that wrote this
 * @param yoso4j version
 * @param commit of the work tree it was built from, with {@code -dirty} for changes; null if
 *     unknown. The launcher finds it out ({@code -Dyoso4j.commit})
 * @param java version and virtual machine
 * @param libtorch version of the presets
 * @param system operating system and processor
 * @param device of the tensors
 * @param threads of the tensor engine
 * @param train the training data
 * @param val the validation data, or null
 */
record Provenance(
    String command,
    String yoso4j,
    @Nullable String commit,
    String java,
    String libtorch,
    String system,
    String device,
    int threads,
    DataFingerprint train,
    @Nullable DataFingerprint val) {
  /** Checks the values, which may come from any file. */
  Provenance {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(train, "train");
  }

  /** Of this process; the engine must be started. */
  static Provenance of(String command, TrainingData data) {
    String own = Provenance.class.getPackage().getImplementationVersion();
    CocoDataset val = data.val();
    return new Provenance(
        command,
        own == null ? "development" : own,
        System.getProperty("yoso4j.commit"),
        Runtime.version() + ", " + System.getProperty("java.vm.name"),
        Engine.version(),
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Engine.device().toString(),
        Engine.options().threads(),
        DataFingerprint.of(data.train()),
        val == null ? null : DataFingerprint.of(val));
  }

  /** Versions alone, as {@code metrics.json} has them. */
  Versions versions() {
    return new Versions(yoso4j, commit, java, libtorch);
  }

  /** Versions of what made a run. */
  record Versions(String yoso4j, @Nullable String commit, String java, String libtorch) {}
}
