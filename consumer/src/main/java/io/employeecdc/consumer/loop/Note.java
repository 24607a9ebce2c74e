package io.employeecdc.consumer.loop;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer tells the others of a partition. It stands beside the offset, as its metadata,
 * such as {@code through 10 at 1767225600000 holds 2 from 3 of 105,107}.
 *
 * @param through the offset behind the last record that was tried; records that wait keep the
 *     partition's offset before it
 * @param timestamp of that record, which is when its change was made, in milliseconds since 1970; 0
 *     if it is not known
 * @param held what waits
 * @param employees whose changes wait; empty if they are too many to be told, or unknown
 */
record Note(long through, long timestamp, Held held, Set<Integer> employees) {
  private static final Pattern FORM =
      Pattern.compile(
          "through (\\d{1,18})(?: at (\\d{1,18}))?(?: holds (\\d{1,9})(?: from (\\d{1,18}))?)?"
              + "(?: of (-?\\d{1,10}(?:,-?\\d{1,10})*))?");

  /** No change was made later; a foreign record may say so. */
  private static final long YEAR_10000 = 253_402_300_800_000L;

  /** So long it may be: a broker takes 4,096 bytes of metadata unless told otherwise. */
  private static final int LONGEST = 2000;

  Note {
    employees = Set.copyOf(employees);
  }

  /** The note beside an offset; where there is none, all before the offset was tried. */
  static Note of(OffsetAndMetadata committed) {
    Matcher found = FORM.matcher(committed.metadata());
    if (!found.matches()) {
      return new Note(committed.offset(), 0, Held.NONE, Set.of());
    }
    return new Note(
        Long.parseLong(found.group(1)),
        found.group(2) == null ? 0 : Long.parseLong(found.group(2)),
        held(found),
        employees(found));
  }

  /** Where what waits is to be read; empty if it is not told whose it is. */
  static Optional<Stretch> stretch(TopicPartition partition, OffsetAndMetadata committed) {
    Note note = of(committed);
    return note.employees.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stretch(partition, committed.offset(), note.through, note.employees));
  }

  /** How far the partition is through. */
  End end() {
    return new End(new OffsetAndMetadata(through), timestamp);
  }

  /** As it stands beside the offset. */
  String text() {
    StringBuilder text = new StringBuilder("through ").append(through);
    if (timestamp > 0 && timestamp < YEAR_10000) {
      text.append(" at ").append(timestamp);
    }
    if (held.count() > 0) {
      text.append(" holds ").append(held.count());
    }
    if (held.oldest() < Long.MAX_VALUE) {
      text.append(" from ").append(held.oldest());
    }
    String names =
        new TreeSet<>(employees).stream().map(String::valueOf).collect(Collectors.joining(","));
    if (!names.isEmpty() && text.length() + names.length() <= LONGEST) {
      text.append(" of ").append(names);
    }
    return text.toString();
  }

  private static Held held(Matcher found) {
    if (found.group(3) == null) {
      return Held.NONE;
    }
    String oldest = found.group(4);
    return new Held(
        Integer.parseInt(found.group(3)), oldest == null ? Long.MAX_VALUE : Long.parseLong(oldest));
  }

  private static Set<Integer> employees(Matcher found) {
    String names = found.group(5);
    return names == null
        ? Set.of()
        : Stream.of(names.split(",", -1))
            .map(employee -> (int) Long.parseLong(employee))
            .collect(Collectors.toSet());
  }
}
