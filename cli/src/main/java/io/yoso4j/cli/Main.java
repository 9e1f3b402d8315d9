package io.yoso4j.cli;

import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The {@code yoso4j} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    CommandLine commands = commands(new LibraryWorkflows(), Terminal.ofProcess());
    commands.setOut(writer(System.out)).setErr(writer(System.err));
    int code = run(commands, args);
    System.exit(code);
  }

  static int run(CommandLine commands, String... args) {
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return ErrorLines.report(e, commands, String.join(" ", args));
    }
  }

  static CommandLine commands(Workflows workflows, Terminal terminal) {
    return commands(workflows, terminal, WeightCache.standard());
  }

  static CommandLine commands(Workflows workflows, Terminal terminal, WeightCache cache) {
    CommandLine data = new CommandLine(new DataCommand());
    data.addSubcommand(new DoctorCommand())
        .addSubcommand(new StatsCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(new SplitCommand())
        .addSubcommand(new ConvertCommand())
        .addSubcommand(new ShapesCommand(workflows));
    CommandLine weights = new CommandLine(new WeightsCommand());
    weights
        .addSubcommand(new WeightsListCommand(cache))
        .addSubcommand(new WeightsFetchCommand(cache, terminal))
        .addSubcommand(new WeightsShowCommand(cache, terminal))
        .addSubcommand(new WeightsConvertCommand(cache, terminal));
    CommandLine config = new CommandLine(new ConfigCommand());
    config.addSubcommand(new ConfigImportCommand());
    CommandLine root = new CommandLine(new RootCommand());
    root.addSubcommand(new QuickstartCommand(workflows, terminal))
        .addSubcommand(new InitCommand())
        .addSubcommand(new TrainCommand(workflows, terminal, cache))
        .addSubcommand(new EvalCommand(workflows))
        .addSubcommand(new CompareCommand(terminal))
        .addSubcommand(new PredictCommand(workflows, terminal, cache))
        .addSubcommand(new ExplainCommand(workflows))
        .addSubcommand(new ExportCommand(cache, terminal))
        .addSubcommand(new ReportCommand(workflows))
        .addSubcommand(new WatchCommand())
        .addSubcommand(new ConformanceCommand())
        .addSubcommand(config)
        .addSubcommand(data)
        .addSubcommand(weights)
        .addSubcommand(new HelpVerb());
    ErrorLines errors = new ErrorLines();
    root.setParameterExceptionHandler(errors);
    root.setExecutionExceptionHandler(errors);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 110));
    return root;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(
        stream, true, stream.charset() == null ? StandardCharsets.UTF_8 : stream.charset());
  }
}
