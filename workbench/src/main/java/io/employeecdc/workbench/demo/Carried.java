package io.employeecdc.workbench.demo;

import io.employeecdc.workbench.run.Flow;
import java.time.Duration;

/**
 * A part of the history that went through the pipeline.
 *
 * @param flow since the services started
 * @param played until the last of its changes was committed in the source
 * @param carried until it was visible in the target
 */
record Carried(long changes, Flow flow, Duration played, Duration carried) {
  long playedPerSecond() {
    return perSecond(played);
  }

  long carriedPerSecond() {
    return perSecond(carried);
  }

  long millisBehind() {
    return carried.minus(played).toMillis();
  }

  private long perSecond(Duration time) {
    return Math.round(changes / (time.toNanos() / 1e9));
  }
}
