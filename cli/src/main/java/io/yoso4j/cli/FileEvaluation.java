package io.yoso4j.cli;

import java.io.PrintWriter;

/** One family of {@code eval --type}: evaluates result files against annotations and prints. */
interface FileEvaluation {

  /**
   * Evaluates and prints to {@code out}: lines for people, or one JSON document. Notes that belong
   * to neither go to {@code err}.
   *
   * @throws io.yoso4j.data.DataException if a file is missing or wrong
   * @throws CliException if an option does not go with this family
   */
  void run(FileEvalRequest request, PrintWriter out, PrintWriter err);
}
