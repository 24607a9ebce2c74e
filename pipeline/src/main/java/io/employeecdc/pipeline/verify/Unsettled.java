package io.employeecdc.pipeline.verify;

/**
 * What became of keys that were neither equal nor truly different at first sight.
 *
 * @param settled how many turned out to be equal
 * @param inFlight those of which it could not be told in time
 * @param waitingFor what was waited for when the time was over; empty if nothing
 */
public record Unsettled(long settled, DifferingKeys inFlight, String waitingFor) {
  static final Unsettled NOTHING = new Unsettled(0, DifferingKeys.NONE, "");
}
