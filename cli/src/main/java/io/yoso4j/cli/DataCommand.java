package io.yoso4j.cli;

import picocli.CommandLine.Command;

/** {@code yoso4j data}: what has to do with data sets alone. */
@Command(
    name = "data",
    description = "Look into data sets, change and make them.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data doctor photos                       what is wrong, and which settings fit",
      "  ./yoso4j data stats photos --html photos.html     a page with plots",
      "  ./yoso4j data show photos --out sheet.png         images with their objects drawn in",
      "  ./yoso4j data split photos --out photos-split     parts to train and to measure on",
      "  ./yoso4j data convert yolo-export --out photos    any readable format to COCO",
      "  ./yoso4j data shapes --out datasets/shapes        the built-in data set"
    })
final class DataCommand extends CommandGroup {}
