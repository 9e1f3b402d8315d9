/** What is wrong with a data set, how well it fits a model, and a cleaned copy of it. */
@NullMarked
package io.yoso4j.data.health;

import org.jspecify.annotations.NullMarked;
