package io.employeecdc.consumer.decode;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.consumer.testing.LogLines;
import io.employeecdc.consumer.testing.OtherSchema;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import io.employeecdc.schemacheck.Reading.Extent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class WriterSchemasTest {
  private static final int NEWEST = Contract.standard().released().newest().number();
  private static final String SALARY_TYPE = "\"name\":\"salary\",\"type\":[\"null\",\"int\"]";

  private final TestTopics topics = new TestTopics(1);
  private final Registry registry = Registry.at(TestTopics.registryUrl());
  private final List<WriterSchema> met = new CopyOnWriteArrayList<>();
  private final WriterSchemas schemas =
      new WriterSchemas(
          registry, Names.valueSubject(topics.topic()), Contract.standard(), met::add);
  private final ChangeDecoder decoder = new ChangeDecoder(schemas);
  private final LogLines log = new LogLines(WriterSchemas.class);

  @AfterEach
  void close() throws Exception {
    log.close();
    topics.close();
    registry.close();
  }

  @Test
  void a_released_version_is_counted_and_not_worth_a_word() throws Exception {
    for (int i = 1; i <= 3; i++) {
      decoder.decode(key(i), topics.value(i, Action.INSERT, i, row("Rome")), 0);
    }

    assertThat(log.lines()).isEmpty();
    assertThat(met)
        .singleElement()
        .satisfies(
            schema -> {
              assertThat(schema.version()).isEqualTo("" + NEWEST);
              assertThat(schema.released()).isTrue();
              assertThat(schema.counter().sum()).isEqualTo(3);
            });
  }

  @Test
  void a_newer_version_is_read_and_told_once_to_all_threads() throws Exception {
    OtherSchema newer = OtherSchema.newer(topics);
    byte[] value = newer.insert(7, 1, "city", new Utf8("Oslo"));
    ChangeDecoder other = new ChangeDecoder(schemas);

    for (ChangeDecoder thread : List.of(decoder, other, decoder, other)) {
      assertThat(thread.decode(key(7), value, 0))
          .satisfies(change -> assertThat(change.row().get(3)).hasToString("Oslo"));
    }

    assertThat(log.lines())
        .containsExactly(
            "INFO Records of schema version %d (id %d) arrive; this consumer was built for version %d"
                    .formatted(NEWEST + 1, newer.id(), NEWEST)
                + " and reads what it knows; fields it does not know are ignored: cost_centre"
                + " [CDC-602]");
    assertThat(met).singleElement().extracting(WriterSchema::version).isEqualTo("" + (NEWEST + 1));
    assertThat(met.get(0).released()).isFalse();
    assertThat(met.get(0).counter().sum()).isEqualTo(4);
  }

  /** Whoever may register a schema decides how many fields it has. */
  @Test
  void of_many_unknown_fields_the_first_twenty_are_named() throws Exception {
    String unknown =
        IntStream.range(0, 50)
            .mapToObj("{\"name\":\"x%d\",\"type\":[\"null\",\"int\"]},"::formatted)
            .collect(Collectors.joining());
    String first = "{\"name\":\"first_name\"";
    OtherSchema other = OtherSchema.with(first, unknown + first, topics);

    Change unused = decoder.decode(key(7), other.insert(7, 1, "city", new Utf8("Oslo")), 0);

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains(", employee.x19 and 30 more [CDC-602]");
  }

  @Test
  void no_record_of_an_unreadable_schema_is_tried_and_each_has_the_same_answer() throws Exception {
    OtherSchema other =
        OtherSchema.with(
            "\"name\":\"emp_id\",\"type\":\"int\"",
            "\"name\":\"emp_id\",\"type\":\"string\"",
            topics);
    byte[] value = other.insert(new Utf8("7"), 1, "city", new Utf8("Secret"));

    Throwable first = catchThrowable(() -> decoder.decode(key(7), value, 0));
    Throwable second = catchThrowable(() -> decoder.decode(key(7), value, 1));

    assertThat(first)
        .isInstanceOfSatisfying(
            UndecodableException.class,
            bad -> {
              assertThat(bad.reason().decodeFault()).contains(DecodeFault.UNREADABLE_SCHEMA);
              assertThat(bad.reason().message()).contains("(id " + other.id() + ")", "`emp_id`");
            });
    assertThat(second).isSameAs(first);
    assertThat(met).singleElement().extracting(WriterSchema::extent).isEqualTo(Extent.NONE);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARN Records of a schema that is no released version")
        .contains("each becomes a dead letter", "`emp_id`");
  }

  @Test
  void of_a_schema_that_is_partly_readable_what_can_be_read_is_read() throws Exception {
    OtherSchema other = OtherSchema.with(SALARY_TYPE, SALARY_TYPE.replace("int", "string"), topics);

    assertThat(decoder.decode(key(7), other.insert(7, 1, "city", new Utf8("Oslo")), 0)).isNotNull();
    assertThatThrownBy(
            () -> decoder.decode(key(7), other.insert(7, 2, "salary", new Utf8("Secret")), 0))
        .isInstanceOfSatisfying(
            UndecodableException.class,
            bad -> {
              assertThat(bad.reason().decodeFault()).contains(DecodeFault.UNREADABLE_SCHEMA);
              assertThat(bad.reason().message()).doesNotContain("Secret");
            });
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARN ")
        .contains("cannot read some of them", "`employee.salary`");
  }
}
