/**
 * ONNX. {@link io.yoso4j.export.OnnxFile} writes a YOSO network, {@link
 * io.yoso4j.export.OnnxNetwork} runs such a file.
 */
@NullMarked
package io.yoso4j.export;

import org.jspecify.annotations.NullMarked;
