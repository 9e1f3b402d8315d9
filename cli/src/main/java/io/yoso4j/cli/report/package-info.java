/** Self-contained HTML reports and overlays. */
@NullMarked
package io.yoso4j.cli.report;

import org.jspecify.annotations.NullMarked;
