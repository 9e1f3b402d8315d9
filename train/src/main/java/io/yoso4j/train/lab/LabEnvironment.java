package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * What a comparison ran on.
 *
 * @param command the command line
 * @param yoso4j version
 * @param commit of the work tree it was built from; null if unknown
 * @param java version and virtual machine
 * @param libtorch version of the presets
 * @param system operating system and processor architecture
 * @param device of the tensors
 * @param threads of the tensor engine
 * @param processors of the machine
 */
public record LabEnvironment(
    String command,
    String yoso4j,
    @Nullable String commit,
    String java,
    String libtorch,
    String system,
    String device,
    int threads,
    int processors) {}
