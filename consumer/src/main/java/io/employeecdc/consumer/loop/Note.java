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
 * What a consumer tells of a partition whose offset is kept back by records that wait. It stands in
 * the offset's metadata, such as {@code through 10 holds 2 from 3 of 105,107}.
 *
 * @param through the offset behind the last record that was tried
 * @param held what waits
 * @param employees whose changes wait; empty if they are too many to be told, or unknown
 */
record Note(long through, Held held, Set<Integer> employees) {
  private static final Pattern TEXT =
      Pattern.compile(
          "through (\\d{1,18})(?: holds (\\d{1,9})(?: from (\\d{1,18}))?)?(?: of (-?\\d{1,10}(?:,-?\\d{1,10})*))?");

  /** So long a text may be: a broker takes 4,096 bytes of metadata unless told otherwise. */
  private static final int LONGEST = 2000;

  Note {
    employees = Set.copyOf(employees);
  }

  /** The note beside an offset; where there is none, the partition is through up to the offset. */
  static Note of(OffsetAndMetadata committed) {
    Matcher text = TEXT.matcher(committed.metadata());
    if (!text.matches()) {
      return new Note(committed.offset(), Held.NONE, Set.of());
    }
    return new Note(Long.parseLong(text.group(1)), held(text), employees(text));
  }

  /**
   * Where these changes wait; empty if it is not told whose they are.
   *
   * @param from the offset beside which the note stands
   */
  Optional<Stretch> stretch(TopicPartition partition, long from) {
    return employees.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stretch(partition, from, through, employees));
  }

  /** As it stands beside the offset. */
  String text() {
    StringBuilder text = new StringBuilder("through " + through + " holds " + held.count());
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

  private static Held held(Matcher text) {
    if (text.group(2) == null) {
      return Held.NONE;
    }
    String oldest = text.group(3);
    return new Held(
        Integer.parseInt(text.group(2)), oldest == null ? Long.MAX_VALUE : Long.parseLong(oldest));
  }

  private static Set<Integer> employees(Matcher text) {
    String names = text.group(4);
    return names == null
        ? Set.of()
        : Stream.of(names.split(",", -1))
            .map(employee -> (int) Long.parseLong(employee))
            .collect(Collectors.toSet());
  }
}
