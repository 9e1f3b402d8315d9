package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Weights in a pickle of NumPy arrays, and the same bytes as the pickle of a PyTorch file. */
class PickleFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    WeightPromise.isKept(input);
    WeightPromise.isKept(zipped(input));
  }

  /** Checksums are right here, so that mutations reach the pickle machine. */
  private static byte[] zipped(byte[] pickle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "a/data.pkl", pickle);
      for (int key = 0; key < 4; key++) {
        add(zip, "a/data/" + key, new byte[24]);
      }
      add(zip, "a/version", new byte[] {'3', '\n'});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] data) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(data);
    zip.closeEntry();
  }
}
