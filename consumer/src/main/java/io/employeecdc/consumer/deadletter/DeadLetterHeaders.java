package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.runtime.kafka.LeftOut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers that a dead letter bears besides its original ones, as UTF-8 text; Kafka Connect's
 * names where it has one. They come last, {@link #TOPIC} first: what stands before is the record's
 * own.
 */
public final class DeadLetterHeaders {
  private static final Set<String> ALL =
      new LinkedHashSet<>(List.of(LeftOut.LENGTH, LeftOut.SHA256));

  /** All of them, and those that tell of a value that was left out. */
  public static final Set<String> NAMES = Collections.unmodifiableSet(ALL);

  public static final String TOPIC = named("__connect.errors.topic");
  public static final String PARTITION = named("__connect.errors.partition");
  public static final String OFFSET = named("__connect.errors.offset");
  public static final String STAGE = named("__connect.errors.stage");
  public static final String EXCEPTION_CLASS = named("__connect.errors.exception.class.name");
  public static final String EXCEPTION_MESSAGE = named("__connect.errors.exception.message");

  /**
   * Why it could not be decoded: a name of {@code DecodeFault}; {@code TOO_LARGE} also where it
   * failed for another reason, and the letter has no value.
   */
  public static final String FAULT = named("__cdc.errors.fault");

  public static final String SQL_STATE = named("__cdc.errors.sqlstate");
  public static final String COLUMN = named("__cdc.errors.column");
  public static final String CONSTRAINT = named("__cdc.errors.constraint");
  public static final String TRIES = named("__cdc.errors.tries");

  /** How many replays it failed in; only on what a replay wrote. */
  public static final String REPLAYS = named("__cdc.errors.replays");

  /** When it was given up, as an ISO-8601 instant. */
  public static final String TIME = named("__cdc.errors.time");

  /** The group, of consumers or of replays, that gave it up. */
  public static final String GROUP = named("__cdc.errors.group");

  /**
   * Names come from the target's catalogue, where they are short; this is for what nobody foresaw.
   */
  private static final int MAX_LENGTH = 1000;

  private DeadLetterHeaders() {}

  private static String named(String name) {
    ALL.add(name);
    return name;
  }

  /**
   * What a letter says of itself. Whoever wrote the record may have given it headers of these
   * names, which stand before ours and say nothing, even where we say nothing.
   */
  public static Optional<byte[]> told(Headers letter, String name) {
    byte[] told = null;
    boolean ours = false;
    for (Header header : letter) {
      if (header.key().equals(TOPIC)) {
        told = null;
        ours = true;
      }
      if (ours && header.key().equals(name)) {
        told = header.value();
      }
    }
    return Optional.ofNullable(told);
  }

  static Headers of(DeadLetter letter, String group, Instant time) {
    ConsumerRecord<byte[], byte[]> original = letter.original();
    Cause cause = letter.cause();
    Headers headers = new RecordHeaders(original.headers().toArray());
    Optional<LeftOut> leftOut = LeftOut.told(headers).filter(told -> letter.valueIsLeftOut());
    if (leftOut.isPresent()) {
      headers.remove(LeftOut.LENGTH).remove(LeftOut.SHA256);
    }
    add(headers, TOPIC, original.topic());
    add(headers, PARTITION, String.valueOf(original.partition()));
    add(headers, OFFSET, String.valueOf(original.offset()));
    add(headers, STAGE, cause.stage());
    add(headers, EXCEPTION_CLASS, cause.exceptionClass());
    add(headers, EXCEPTION_MESSAGE, cause.message());
    leftOut.ifPresent(told -> told.addTo(headers));
    leftOut
        .map(told -> DecodeFault.TOO_LARGE)
        .or(cause::decodeFault)
        .ifPresent(fault -> add(headers, FAULT, fault.name()));
    cause.sqlState().ifPresent(state -> add(headers, SQL_STATE, state));
    cause.column().ifPresent(column -> add(headers, COLUMN, column));
    cause.constraint().ifPresent(constraint -> add(headers, CONSTRAINT, constraint));
    add(headers, TRIES, String.valueOf(letter.tries()));
    if (letter.replays() > 0) {
      add(headers, REPLAYS, String.valueOf(letter.replays()));
    }
    add(headers, TIME, time.toString());
    add(headers, GROUP, group);
    return headers;
  }

  private static void add(Headers headers, String name, String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    headers.add(name, shown.getBytes(StandardCharsets.UTF_8));
  }
}
