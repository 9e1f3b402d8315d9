package io.yoso4j.train.lab;

/** A folder that a comparison cannot be written to; the message is one line for the user. */
public final class LabFolderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LabFolderException(String message) {
    super(message);
  }
}
