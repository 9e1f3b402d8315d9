package io.yoso4j.cli;

import picocli.CommandLine.Command;

/** {@code yoso4j weights}: what has to do with weight files alone. */
@Command(
    name = "weights",
    description = "Look into weight files, convert them, and download published ones.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j weights list                  published weights, by name",
      "  ./yoso4j weights show resnet50.pth     every tensor, and what it becomes",
      "  ./yoso4j weights convert runs/photos/checkpoints/best.safetensors photos.pth"
    })
final class WeightsCommand extends CommandGroup {}
