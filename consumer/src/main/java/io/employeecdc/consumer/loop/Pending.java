package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the partitions are through, and what keeps their offsets back. The one rule: a
 * partition's offset never passes a record without an outcome, nor a dead letter that is not in the
 * dead-letter topic.
 *
 * <p>A record that waits to be tried again does not hold up its partition, only the offset. So dead
 * letters behind it wait as well: written earlier, they would be written again when the partition
 * is read again from its offset. Changes behind it are applied meanwhile; when they come again, to
 * whoever has the partition then, the target recognises them. And should one of them be a newer
 * change of the waiting record's employee, the target takes the record for superseded.
 *
 * <p>How far a partition is through beyond its offset is committed as the offset's {@link Note}.
 * Other consumers look there when a record of theirs waits for this partition; otherwise two
 * partitions with such records would wait for each other. With it goes how many wait, the id of the
 * oldest, which may have to give up a value before theirs can take it, and whose they are.
 */
final class Pending {
  private final Map<TopicPartition, End> ends = new HashMap<>();

  /** What waits, by its offset. */
  private final Map<TopicPartition, NavigableMap<Long, Kept>> waiting = new HashMap<>();

  private final List<DeadLetter> letters = new ArrayList<>();

  /** Partitions that may have something to deliver. */
  private final Set<TopicPartition> news = new HashSet<>();

  /**
   * A change that waits.
   *
   * @param actionId 0 if it could not be read; then the employee is not known either
   */
  private record Kept(long actionId, int employeeId, int bytes) {}

  /** A partition is through up to this end, but for what waits. */
  void reached(TopicPartition partition, End end) {
    ends.merge(partition, end, (before, now) -> now.after(before));
    news.add(partition);
  }

  /**
   * The record waits to be tried again.
   *
   * @param actionId of its change, whose employee is the record's key; 0 if it has none
   */
  void hold(ConsumerRecord<byte[], byte[]> record, long actionId) {
    waiting
        .computeIfAbsent(Places.partition(record), p -> new TreeMap<>())
        .put(
            record.offset(),
            new Kept(actionId, actionId == 0 ? 0 : employee(record), Places.bytes(record)));
  }

  /** The record waits no more. */
  void release(ConsumerRecord<?, ?> record) {
    TopicPartition partition = Places.partition(record);
    NavigableMap<Long, Kept> offsets = waiting.get(partition);
    if (offsets != null && offsets.remove(record.offset()) != null) {
      news.add(partition);
      if (offsets.isEmpty()) {
        waiting.remove(partition);
      }
    }
  }

  void add(Collection<DeadLetter> more) {
    letters.addAll(more);
  }

  /** How many records have to be kept in memory. */
  int size() {
    return letters.size() + waiting.values().stream().mapToInt(Map::size).sum();
  }

  /** How many bytes they are. */
  long bytes() {
    return letters.stream().mapToLong(letter -> Places.bytes(letter.original())).sum()
        + waiting.values().stream()
            .flatMap(offsets -> offsets.values().stream())
            .mapToLong(Kept::bytes)
            .sum();
  }

  /** Partitions with records that wait. */
  Set<TopicPartition> held() {
    return Set.copyOf(waiting.keySet());
  }

  /** How far a partition is through; empty if nothing of it came yet. */
  Optional<End> end(TopicPartition partition) {
    return Optional.ofNullable(ends.get(partition));
  }

  /** Whether there are dead letters to deliver, now or later. */
  boolean hasLetters() {
    return !letters.isEmpty();
  }

  /** Whether there is something to deliver. */
  boolean hasNews() {
    return !news.isEmpty();
  }

  /** What can go to Kafka now; it stays here until {@link #delivered}. */
  Delivery due() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    news.forEach(partition -> offsets.put(partition, offset(partition)));
    return new Delivery(
        letters.stream().filter(letter -> isBefore(letter, offsets)).toList(), offsets);
  }

  void delivered(Delivery delivery) {
    letters.removeIf(letter -> isBefore(letter, delivery.offsets()));
    news.removeIf(partition -> offset(partition).equals(delivery.offsets().get(partition)));
  }

  /** These partitions are no longer ours. */
  void lose(Collection<TopicPartition> partitions) {
    ends.keySet().removeAll(partitions);
    waiting.keySet().removeAll(partitions);
    news.removeAll(partitions);
    letters.removeIf(letter -> partitions.contains(Places.partition(letter.original())));
  }

  private static int employee(ConsumerRecord<byte[], byte[]> record) {
    return Integer.parseInt(new String(record.key(), StandardCharsets.ISO_8859_1));
  }

  private OffsetAndMetadata offset(TopicPartition partition) {
    End end = ends.get(partition);
    NavigableMap<Long, Kept> held = waiting.get(partition);
    if (held == null && end.timestamp() == 0) {
      return end.next();
    }
    String note = note(partition, end).text();
    return held == null
        ? new OffsetAndMetadata(end.next().offset(), end.next().leaderEpoch(), note)
        : new OffsetAndMetadata(held.firstKey(), note);
  }

  private Note note(TopicPartition partition, End end) {
    Collection<Kept> kept =
        waiting.getOrDefault(partition, Collections.emptyNavigableMap()).values();
    Held held = Held.of(kept.stream().map(Kept::actionId).toList());
    return new Note(end.next().offset(), end.timestamp(), held, employees(kept));
  }

  private static Set<Integer> employees(Collection<Kept> kept) {
    return kept.stream()
        .filter(one -> one.actionId() > 0)
        .map(Kept::employeeId)
        .collect(Collectors.toSet());
  }

  private static boolean isBefore(
      DeadLetter letter, Map<TopicPartition, OffsetAndMetadata> offsets) {
    OffsetAndMetadata end = offsets.get(Places.partition(letter.original()));
    return end != null && letter.original().offset() < end.offset();
  }
}
