package io.yoso4j.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one line {@code yoso4j: error: …} on standard error. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String suggestion =
        e instanceof UnmatchedArgumentException unmatched ? suggestion(unmatched) : "";
    err.println("yoso4j: error: " + firstLine(e.getMessage()) + suggestion + help(command));
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
    err.println("yoso4j: error: " + failure.message() + advice(failure, command));
    if (wantsStackTrace(commandLine)) {
      e.printStackTrace(err);
    }
    err.flush();
    return failure.code().code();
  }

  /** What to do about it; help on the command only where the command line is wrong. */
  private static String advice(Failure failure, CommandLine command) {
    if (failure.remedy() != null) {
      return ". " + failure.remedy().lines().collect(Collectors.joining(" "));
    }
    return failure.code() == ExitCode.USAGE ? help(command) : "";
  }

  private static String suggestion(UnmatchedArgumentException e) {
    List<String> names = e.getSuggestions();
    return names.isEmpty()
        ? ""
        : "; did you mean " + String.join(", ", names.subList(0, Math.min(3, names.size()))) + "?";
  }

  private static String help(CommandLine command) {
    return " (see ./%s --help)".formatted(command.getCommandSpec().qualifiedName());
  }

  private static boolean wantsStackTrace(String commandLine) {
    return (" " + commandLine + " ").contains(" --stacktrace ")
        || System.getenv("YOSO4J_STACKTRACE") != null;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "wrong command line" : message.lines().findFirst().orElse(message);
  }
}
