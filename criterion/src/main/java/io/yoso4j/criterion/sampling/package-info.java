/**
 * Reading grids and bit masks at points, choosing uncertain points, and counter-based random words.
 *
 * <p>Coordinates follow {@code grid_sample(align_corners=false)}: the point (x, y) of the unit
 * square lies at column {@code x * W - 0.5} and row {@code y * H - 0.5}, where pixel centres are
 * whole numbers; outside the grid is zero.
 */
@NullMarked
package io.yoso4j.criterion.sampling;

import org.jspecify.annotations.NullMarked;
