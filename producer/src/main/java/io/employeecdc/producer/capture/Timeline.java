package io.employeecdc.producer.capture;

/**
 * One history of one database cluster. A promotion, a recovery to a point in time and an upgrade
 * each begin another; what was committed at the end of the one before may not be part of it.
 *
 * @param system PostgreSQL's system identifier
 * @param number PostgreSQL's number of the timeline
 */
public record Timeline(long system, int number) {
  @Override
  public String toString() {
    return "timeline " + number + " of system " + Long.toUnsignedString(system);
  }
}
