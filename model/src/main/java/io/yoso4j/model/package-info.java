/**
 * Inference: from image to instances.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(Path.of("runs/photos"))) {
 *   for (Instance instance : segmenter.segment(ImageFiles.read(photo))) {
 *     System.out.println(segmenter.classes().get(instance.category()).name() + instance.bbox());
 *   }
 * }
 * }</pre>
 *
 * <p>{@link io.yoso4j.model.Segmenter#open(java.nio.file.Path)} takes a run's folder or a weight
 * file; {@link io.yoso4j.model.Segmenter#of} takes any network that yields queries, see {@link
 * io.yoso4j.model.yoso.QueryNetwork}.
 */
@NullMarked
package io.yoso4j.model;

import org.jspecify.annotations.NullMarked;
