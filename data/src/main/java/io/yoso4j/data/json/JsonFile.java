package io.yoso4j.data.json;

import io.yoso4j.data.DataException;
import io.yoso4j.data.PartialFile;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON file that is written value by value, with the errors of its disk turned into ours. It
 * appears on {@link #commit}; closed before, it leaves nothing.
 */
public final class JsonFile implements AutoCloseable {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final Path target;
  private final PartialFile file;
  private final JsonGenerator json;

  private JsonFile(Path target) {
    this.target = target;
    file = PartialFile.open(target);
    json = JSON.createGenerator(ObjectWriteContext.empty(), file.out());
  }

  /** Writes to a generator. */
  @FunctionalInterface
  public interface Content {
    /** Writes part of the document. */
    void writeTo(JsonGenerator json);
  }

  /**
   * Starts a file; missing parent folders are made.
   *
   * @throws DataException naming {@code target} when it cannot be written
   */
  public static JsonFile open(Path target) {
    return new JsonFile(target);
  }

  /**
   * Writes a whole file, or none.
   *
   * @throws DataException naming {@code target} when it cannot be written
   */
  public static void write(Path target, Content content) {
    try (JsonFile file = open(target)) {
      file.write(content);
      file.commit();
    }
  }

  /**
   * Goes on with the document.
   *
   * @throws DataException naming the file when it cannot be written
   */
  public void write(Content content) {
    try {
      content.writeTo(json);
    } catch (JacksonException e) {
      throw new DataException(target + ": cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Ends the document and puts the file in place.
   *
   * @throws DataException naming the file when it cannot be written
   */
  public void commit() {
    write(JsonGenerator::close);
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
