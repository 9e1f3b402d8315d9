package io.yoso4j.train;

/** Asks a training to stop after a step, as Ctrl-C does. */
final class StoppingListener implements TrainListener {
  private final long after;
  private long last;

  private StoppingListener(long after) {
    this.after = after;
  }

  static StoppingListener after(long step) {
    return new StoppingListener(step);
  }

  @Override
  public void onStep(StepMetrics metrics) {
    last = metrics.step();
  }

  @Override
  public boolean stopRequested() {
    return last == after;
  }
}
