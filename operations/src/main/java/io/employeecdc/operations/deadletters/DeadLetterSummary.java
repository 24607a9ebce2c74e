package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.kafka.LeftOut;
import io.employeecdc.runtime.output.Visible;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a dead letter says of itself; nothing of its value, so that many of them fit into memory.
 *
 * @param place where it is in the dead-letter topic
 * @param key of the row, or what is wrong with it; never one that the contract does not allow
 * @param headers those of {@link DeadLetterHeaders} that it has, fit for a terminal
 */
record DeadLetterSummary(Place place, String key, Map<String, String> headers) {
  private static final String ABSENT = "-";

  static DeadLetterSummary of(ConsumerRecord<byte[], byte[]> letter, Key key) {
    Map<String, String> headers = new HashMap<>();
    for (String name : DeadLetterHeaders.NAMES) {
      DeadLetterHeaders.told(letter.headers(), name)
          .ifPresent(told -> headers.put(name, Visible.beginningOf(told)));
    }
    return new DeadLetterSummary(
        new Place(letter.partition(), letter.offset()), key(letter.key(), key), headers);
  }

  private static String key(byte[] bytes, Key key) {
    if (bytes == null) {
      return "no key";
    }
    try {
      return Visible.beginningOf(key.text(key.parse(new String(bytes, StandardCharsets.UTF_8))));
    } catch (IllegalArgumentException e) {
      return "not a key";
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The header's text, or a hyphen. */
  String text(String name) {
    return headers.getOrDefault(name, ABSENT);
  }

  Optional<Instant> time() {
    try {
      // Whoever writes letters himself may name a time that no calendar has.
      return header(DeadLetterHeaders.TIME)
          .map(Instant::parse)
          .filter(time -> time.atOffset(ZoneOffset.UTC) != null);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Where it was in its own topic, as {@code partition:offset}. */
  String origin() {
    return text(DeadLetterHeaders.PARTITION) + ":" + text(DeadLetterHeaders.OFFSET);
  }

  /** The SQLSTATE, the decoding fault, or the error's class without its package. */
  String reason() {
    return header(DeadLetterHeaders.SQL_STATE)
        .or(() -> header(DeadLetterHeaders.FAULT))
        .orElseGet(this::simpleClass);
  }

  String detailedReason() {
    return detailed(
        reason(), header(DeadLetterHeaders.COLUMN), header(DeadLetterHeaders.CONSTRAINT));
  }

  static String detailed(String reason, Optional<String> column, Optional<String> constraint) {
    return reason
        + column.map(name -> " column " + name).orElse("")
        + constraint.map(name -> " constraint " + name).orElse("");
  }

  /** Whether it failed for this SQLSTATE or its class, decoding fault, or error's class. */
  boolean isOf(String error) {
    return reason().equalsIgnoreCase(error)
        || (error.length() == 2
            && text(DeadLetterHeaders.SQL_STATE).startsWith(error.toUpperCase(Locale.ROOT)))
        || simpleClass().equals(error)
        || text(DeadLetterHeaders.EXCEPTION_CLASS).equals(error);
  }

  private String simpleClass() {
    String name = text(DeadLetterHeaders.EXCEPTION_CLASS);
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /** For programs: null where a header is absent, or is no number. */
  void put(ObjectNode json) {
    json.put("partition", place.partition());
    json.put("offset", place.offset());
    json.put("time", time().map(Object::toString).orElse(null));
    json.put("key", key);
    ObjectNode origin = json.putObject("origin");
    origin.put("topic", headers.get(DeadLetterHeaders.TOPIC));
    origin.put("partition", number(DeadLetterHeaders.PARTITION));
    origin.put("offset", number(DeadLetterHeaders.OFFSET));
    json.put("stage", headers.get(DeadLetterHeaders.STAGE));
    json.put("error_class", headers.get(DeadLetterHeaders.EXCEPTION_CLASS));
    json.put("fault", headers.get(DeadLetterHeaders.FAULT));
    json.put("value_length", headers.get(LeftOut.LENGTH));
    json.put("value_sha256", headers.get(LeftOut.SHA256));
    json.put("sqlstate", headers.get(DeadLetterHeaders.SQL_STATE));
    json.put("constraint", headers.get(DeadLetterHeaders.CONSTRAINT));
    json.put("column", headers.get(DeadLetterHeaders.COLUMN));
    json.put("tries", number(DeadLetterHeaders.TRIES));
    json.put("replays", number(DeadLetterHeaders.REPLAYS));
  }

  private Long number(String name) {
    try {
      return header(name).map(Long::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
