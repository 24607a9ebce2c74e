package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a dead letter says of itself; nothing of its value, so that many of them fit into memory.
 *
 * @param place where it is in the dead-letter topic
 * @param key of the row, or what is wrong with it; never one that the contract does not allow
 * @param headers those of ours that it has, fit for a terminal
 */
record DeadLetter(Place place, String key, Map<Header, String> headers) {
  private static final String ABSENT = "-";

  static DeadLetter of(ConsumerRecord<byte[], byte[]> letter, Key key) {
    Map<Header, String> headers = new EnumMap<>(Header.class);
    for (Header header : Header.values()) {
      // When a record bears a name twice, the last one is the consumer's.
      var found = letter.headers().lastHeader(header.wireName());
      if (found != null && found.value() != null) {
        headers.put(header, Printable.text(found.value()));
      }
    }
    return new DeadLetter(
        new Place(letter.partition(), letter.offset()), key(letter.key(), key), headers);
  }

  Optional<String> header(Header header) {
    return Optional.ofNullable(headers.get(header));
  }

  /** The header's text, or a hyphen. */
  String text(Header header) {
    return headers.getOrDefault(header, ABSENT);
  }

  /** When the consumer gave it up, if it says so. */
  Optional<Instant> time() {
    try {
      return header(Header.TIME).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Where it was in its own topic, as {@code partition:offset}. */
  String origin() {
    return text(Header.PARTITION) + ":" + text(Header.OFFSET);
  }

  Reason reason() {
    return new Reason(
        text(Header.STAGE),
        header(Header.SQL_STATE).or(() -> header(Header.FAULT)).orElseGet(this::simpleClass));
  }

  /** True if its error is of this class, named with or without its package. */
  boolean isOfClass(String name) {
    return simpleClass().equals(name) || text(Header.EXCEPTION_CLASS).equals(name);
  }

  private String simpleClass() {
    String name = text(Header.EXCEPTION_CLASS);
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static String key(byte[] bytes, Key key) {
    if (bytes == null) {
      return "no key";
    }
    try {
      return Printable.text(key.text(key.parse(new String(bytes, StandardCharsets.UTF_8))));
    } catch (IllegalArgumentException e) {
      return "not a key";
    }
  }
}
