package io.yoso4j.cli;

import picocli.CommandLine.Command;

/** {@code yoso4j config}: what has to do with configurations alone. */
@Command(
    name = "config",
    description = "Turn configurations of the original code into ones for 'train --config'.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = "  ./yoso4j config import YOSO-R50.yaml > own.yaml")
final class ConfigCommand extends CommandGroup {}
