package io.employeecdc.pipeline.verify;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A moment of the source. Each row that is not listed was seen in the target as the source had it
 * then or later.
 *
 * @param time by the source's clock; all that was committed by then is covered
 * @param actionId the newest change that was committed by then and still is in the capture table;
 *     empty if there is none, or if the table may not be read
 */
public record VerifiedThrough(Instant time, OptionalLong actionId) {
  @Override
  public String toString() {
    return actionId.isPresent() ? time + ", action_id " + actionId.getAsLong() : time.toString();
  }
}
