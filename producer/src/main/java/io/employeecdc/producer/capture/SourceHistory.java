package io.employeecdc.producer.capture;

import java.util.Optional;

/**
 * One history of one capture table. A promotion, a recovery to a point in time and an upgrade each
 * begin another timeline; what was committed at the end of the one before may not be part of it. A
 * database that was copied or restored from a dump is another database, whatever its name, and its
 * ids are given out twice. A number of 0 is not known: of a position of an older producer.
 *
 * @param system PostgreSQL's system identifier
 * @param timeline PostgreSQL's number of the timeline
 * @param database its oid
 * @param table the capture table's oid
 * @param sequence the file of the sequence of action ids, which is another one after a restart of
 *     the sequence or an ALTER SEQUENCE, and in nothing else
 */
public record SourceHistory(long system, int timeline, long database, long table, long sequence) {
  /** What is certainly not the table that was read, in words; empty if it may be. */
  Optional<String> otherTable(SourceHistory now) {
    if (differs(database, now.database)) {
      return Optional.of("another database");
    }
    return differs(table, now.table) ? Optional.of("another capture table") : Optional.empty();
  }

  /** What may have cost changes or ids, in words; empty if nothing has happened. */
  Optional<String> change(SourceHistory now) {
    if (system != now.system || timeline != now.timeline) {
      return Optional.of(
          "it is on timeline %d of system %s and was read on timeline %d of system %s, so it was promoted, restored or upgraded"
              .formatted(
                  now.timeline,
                  Long.toUnsignedString(now.system),
                  timeline,
                  Long.toUnsignedString(system)));
    }
    return differs(sequence, now.sequence)
        ? Optional.of("its sequence of action ids was restarted or altered")
        : Optional.empty();
  }

  private static boolean differs(long before, long now) {
    return before != 0 && before != now;
  }
}
