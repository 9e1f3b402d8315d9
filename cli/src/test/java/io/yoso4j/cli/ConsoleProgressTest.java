package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {

  private static final long SECOND = 1_000_000_000L;

  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  private ConsoleProgress progress(boolean interactive) {
    return new ConsoleProgress(
        new PrintWriter(err), new Terminal(interactive, 100), () -> false, clock::get);
  }

  private void train(ConsoleProgress progress) {
    progress.started("training on 8 images", 0, 40);
    for (int step = 1; step <= 40; step++) {
      clock.addAndGet(SECOND);
      progress.step(
          step, 7.5, Map.of("s0_loss_mask", 1.5, "s1_loss_mask", 2.0, "s1_loss_ce", 4.0), 31.25);
      if (step == 20) {
        progress.evaluated(20, Map.of("AP", 0.41, "AP50", 0.6, "AP75", 0.4), Map.of("AP", 0.4));
      }
    }
    progress.finish();
  }

  @Test
  void plainLinesComeEveryTenSeconds() {
    train(progress(false));

    assertThat(err.toString().lines())
        .containsExactly(
            "training on 8 images",
            "step 1/40  loss 7.500 (ce 4.00 mask 3.50)  31.3 images/s  39 s left",
            "step 11/40  loss 7.500 (ce 4.00 mask 3.50)  31.3 images/s  29 s left",
            "step 20: mask AP 0.410, AP50 0.600, AP75 0.400; box AP 0.400",
            "step 21/40  loss 7.500 (ce 4.00 mask 3.50)  31.3 images/s  AP 0.410  19 s left",
            "step 31/40  loss 7.500 (ce 4.00 mask 3.50)  31.3 images/s  AP 0.410  9 s left",
            "step 40/40  loss 7.500 (ce 4.00 mask 3.50)  31.3 images/s  AP 0.410");
  }

  @Test
  void aTerminalLineIsRedrawnAndNeverWiderThanTheTerminal() {
    train(progress(true));

    String text = err.toString();
    assertThat(text)
        .contains("\r[============            ] 20/40", "\r[========================] 40/40");
    assertThat(text.split("[\r\n]+")).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    assertThat(text).endsWith(System.lineSeparator());
  }
}
