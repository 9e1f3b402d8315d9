/**
 * A training in DJL with this loss, small enough to be run by every build. It stands among the
 * tests and not in module {@code examples}, as that one runs libtorch through JavaCPP: two
 * libtorchs cannot share a process.
 */
@NullMarked
package io.yoso4j.djl.example;

import org.jspecify.annotations.NullMarked;
