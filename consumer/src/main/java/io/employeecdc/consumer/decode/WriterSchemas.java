package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.schemacheck.Reading;
import io.employeecdc.schemacheck.Reading.Extent;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Direction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The schemas that the records name. One for all threads: each schema is judged, and the operator
 * told of one that is not of this build, once and not with every record.
 */
public final class WriterSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);
  private static final String UNKNOWN = "unknown";

  /**
   * Ours are few. Whoever may register schemas makes as many as he likes, and large ones: what is
   * forgotten of them is asked for again, and more than these are told of and counted as one.
   */
  static final int MOST = 50;

  private static final int MOST_NAMED = 20;

  private final Registry registry;
  private final String subject;
  private final Contract built;
  private final Consumer<WriterSchema> met;
  private final ConcurrentMap<Integer, WriterSchema> schemas = new ConcurrentHashMap<>();

  /** Of those that the operator was told, also while the schema is forgotten. */
  private final ConcurrentMap<Integer, LongAdder> counters = new ConcurrentHashMap<>();

  private final WriterSchema others =
      new WriterSchema(0, UNKNOWN, false, Extent.SOME, null, Optional.empty(), new LongAdder());
  private final Set<Integer> told = ConcurrentHashMap.newKeySet();

  /**
   * None is known yet.
   *
   * @param subject whose numbers newer versions are called by
   * @param met told each schema once
   */
  public WriterSchemas(
      Registry registry, String subject, Contract built, Consumer<WriterSchema> met) {
    this.registry = registry;
    this.subject = subject;
    this.built = built;
    this.met = met;
  }

  /** What this consumer was built for: its newest schema is what records are read into. */
  Contract built() {
    return built;
  }

  /**
   * The schema with this id. One that the registry does not have is asked for again each time.
   *
   * @throws UndecodableException if the registry has no such schema
   * @throws RegistryException if the registry is out of reach or refuses to answer us
   */
  WriterSchema of(int id) throws UndecodableException, RegistryException {
    WriterSchema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Judged judged = judge(id);
    if (schemas.size() >= MOST) {
      schemas.values().removeIf(schema -> !schema.released());
    }
    WriterSchema schema = judged.schema();
    WriterSchema before = schemas.putIfAbsent(id, schema);
    if (before != null) {
      return before;
    }
    boolean apart = schema.counter() != others.counter();
    WriterSchema counted = apart ? schema : others;
    if (told.add(counted.id())) {
      judged.message().filter(message -> apart).ifPresent(message -> tell(counted, message));
      met.accept(counted);
    }
    return schema;
  }

  private LongAdder counter(int id, boolean released) {
    return released || counters.size() < MOST
        ? counters.computeIfAbsent(id, any -> new LongAdder())
        : counters.getOrDefault(id, others.counter());
  }

  private static void tell(WriterSchema schema, String message) {
    boolean all = schema.extent() == Extent.ALL;
    LoggingEventBuilder event = all ? LOG.atInfo() : LOG.atWarn();
    Coded.write(event.addKeyValue("schema_id", schema.id()), ErrorCode.SCHEMA_NEWER, "{}", message);
  }

  /**
   * A schema that was met.
   *
   * @param message what the operator should hear of it
   */
  private record Judged(WriterSchema schema, Optional<String> message) {}

  private Judged judge(int id) throws UndecodableException, RegistryException {
    try {
      return judge(id, registry.schema(id));
    } catch (RegistryException e) {
      switch (e.reason()) {
        case NOT_FOUND ->
            throw new UndecodableException(
                DecodeFault.UNKNOWN_SCHEMA, "the registry has no schema with id " + id, e);
        case NOT_AVRO -> {
          return foreign(
              unread(id, UNKNOWN, false),
              "the registry's schema %d is not an Avro one, or too large, too deep or with references"
                  .formatted(id));
        }
        default -> throw e;
      }
    }
  }

  private Judged judge(int id, Schema writer) {
    Optional<Integer> ours = built.released().of(writer).map(SchemaVersion::number);
    boolean released = ours.isPresent();
    String version = ours.map(String::valueOf).orElseGet(() -> newer(id));
    WriterSchema unread = unread(id, version, released);
    if (!writer.getFullName().equals(built.schema().getFullName())) {
      return foreign(
          unread,
          "the record is a %s, not a %s"
              .formatted(writer.getFullName(), built.schema().getFullName()));
    }
    boolean numbered = !version.equals(UNKNOWN);
    Reading reading =
        reading(writer, numbered ? "version " + version : "schema id " + id, released);
    boolean silent = released && reading.complete();
    WriterSchema schema =
        reading.extent() == Extent.NONE
            ? unread.refused(
                new UndecodableException(
                    DecodeFault.UNREADABLE_SCHEMA,
                    "the schema (id %d) cannot be read by this consumer: %s"
                        .formatted(id, String.join("; ", reading.obstacles()))))
            : unread.read(reading.extent(), writer);
    return new Judged(
        schema, silent ? Optional.empty() : Optional.of(message(id, version, reading)));
  }

  private String message(int id, String version, Reading reading) {
    String what =
        version.equals(UNKNOWN)
            ? "a schema that is no released version (id %d)".formatted(id)
            : "schema version %s (id %d)".formatted(version, id);
    return "Records of %s arrive; this consumer was built for version %d and %s"
        .formatted(what, built.released().newest().number(), consequence(reading));
  }

  private static String consequence(Reading reading) {
    String obstacles = first("; ", reading.obstacles());
    return switch (reading.extent()) {
      case ALL ->
          reading.ignored().isEmpty()
              ? "reads all of their fields"
              : "reads what it knows; fields it does not know are ignored: "
                  + first(", ", reading.ignored());
      case SOME -> "cannot read some of them, which become dead letters: " + obstacles;
      case NONE -> "cannot read them, so each becomes a dead letter: " + obstacles;
    };
  }

  /** A stranger's schema may have any number of fields, and a line of a log is read by people. */
  private static String first(String separator, List<String> parts) {
    int more = parts.size() - MOST_NAMED;
    return parts.stream().limit(MOST_NAMED).collect(Collectors.joining(separator))
        + (more > 0 ? " and %,d more".formatted(more) : "");
  }

  private Judged foreign(WriterSchema unread, String why) {
    return new Judged(
        unread.refused(new UndecodableException(DecodeFault.WRONG_TYPE, why)),
        Optional.of(
            "Records that are no changes of ours arrive (schema id %d); each becomes a dead letter: %s"
                .formatted(unread.id(), why)));
  }

  private WriterSchema unread(int id, String version, boolean released) {
    return new WriterSchema(
        id, version, released, Extent.NONE, null, Optional.empty(), counter(id, released));
  }

  /** What cannot be judged as a whole is left to the decoder, record by record. */
  private Reading reading(Schema writer, String label, boolean released) {
    try {
      return Reading.of(
          version(writer, label),
          version(built.schema(), "version " + built.released().newest().number()),
          released ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW);
    } catch (RuntimeException | StackOverflowError e) {
      return new Reading(Extent.SOME, List.of(), List.of("it cannot be judged as a whole"));
    }
  }

  private static Version version(Schema schema, String label) {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }

  /** The subject's number for a schema that came after this build. */
  private String newer(int id) {
    try {
      OptionalInt number = registry.versionOf(subject, id);
      boolean later = number.orElse(0) > built.released().newest().number();
      return later ? String.valueOf(number.getAsInt()) : UNKNOWN;
    } catch (RegistryException e) {
      // A number for messages is not worth waiting for.
      LOG.debug("no version number for schema id {}", id, e);
      return UNKNOWN;
    }
  }
}
