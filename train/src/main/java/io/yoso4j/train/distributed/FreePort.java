package io.yoso4j.train.distributed;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine for ranks to meet at. */
public final class FreePort {
  /** Below the ports that systems give to connections, which could take one before rank 0 does. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /**
   * A port that nobody listens on now, chosen at random, since it must stay free until rank 0 has
   * started.
   *
   * @throws IOException if none is found
   */
  public static int find() throws IOException {
    IOException last = new IOException("no free port");
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket _ = new ServerSocket(port)) {
        return port;
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }
}
