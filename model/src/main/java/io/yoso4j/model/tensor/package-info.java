/** The only package that touches libtorch: tensors, scopes, autograd, the engine. */
@NullMarked
package io.yoso4j.model.tensor;

import org.jspecify.annotations.NullMarked;
