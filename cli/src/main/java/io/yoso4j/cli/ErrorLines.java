package io.yoso4j.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into {@code yoso4j: error: …} and one line of help, on standard error. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("yoso4j: error: " + firstLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggest(unmatched, err);
    }
    help(command, err);
    if (wantsStackTrace(String.join(" ", args))) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, @Nullable ParseResult parsed) {
    String line = parsed == null ? "" : String.join(" ", parsed.originalArgs());
    return report(e, command, line);
  }

  static int report(Throwable e, CommandLine command, String commandLine) {
    PrintWriter err = command.getErr();
    Failure failure = Failure.of(e);
    err.println("yoso4j: error: " + failure.message());
    if (failure.remedy() != null) {
      err.println(failure.remedy());
    } else {
      help(command, err);
    }
    if (wantsStackTrace(commandLine)) {
      e.printStackTrace(err);
    }
    err.flush();
    return failure.code().code();
  }

  /** Picocli can suggest close names, but prints several lines for it: one is enough. */
  private static void suggest(UnmatchedArgumentException e, PrintWriter err) {
    e.getSuggestions().stream()
        .limit(3)
        .reduce((a, b) -> a + ", " + b)
        .ifPresent(names -> err.println("Did you mean: " + names + "?"));
  }

  private static void help(CommandLine command, PrintWriter err) {
    err.printf("See './%s --help'.%n", command.getCommandSpec().qualifiedName());
  }

  private static boolean wantsStackTrace(String commandLine) {
    return (" " + commandLine + " ").contains(" --stacktrace ")
        || System.getenv("YOSO4J_STACKTRACE") != null;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "wrong command line" : message.lines().findFirst().orElse(message);
  }
}
