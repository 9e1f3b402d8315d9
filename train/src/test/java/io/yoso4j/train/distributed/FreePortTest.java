package io.yoso4j.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {
  /** Where no system puts the near end of a connection. */
  @RepeatedTest(20)
  void isFreeAndStaysSo() throws Exception {
    int port = FreePort.find();
    assertThat(port).isBetween(20_000, 32_000);
    try (ServerSocket socket = new ServerSocket(port)) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }
}
