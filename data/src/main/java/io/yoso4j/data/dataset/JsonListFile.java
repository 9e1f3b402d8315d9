package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.PartialFile;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** A JSON file that grows element by element, with the errors of its disk turned into ours. */
final class JsonListFile implements AutoCloseable {
  private final Path target;
  private final PartialFile file;
  private final JsonGenerator json;

  JsonListFile(Path target) {
    this.target = target;
    file = PartialFile.open(target);
    json = CocoWriter.JSON.createGenerator(ObjectWriteContext.empty(), file.out());
  }

  /** Writes to a generator. */
  @FunctionalInterface
  interface Content {
    void writeTo(JsonGenerator json);
  }

  void write(Content content) {
    try {
      content.writeTo(json);
    } catch (JacksonException e) {
      throw new DataException(target + ": cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /** Ends the document and puts the file in place. */
  void commit() {
    write(JsonGenerator::close);
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
