package io.employeecdc.consumer.decode;

import static io.employeecdc.consumer.testing.Changes.generic;
import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class ChangeDecoderTest {
  private final TestTopics topics = new TestTopics(1);
  private final Registry registry = Registry.at(TestTopics.registryUrl());
  private final ChangeDecoder decoder = new ChangeDecoder(registry, Contract.standard());
  private final byte[] good = topics.value(7, Action.UPDATE, 1, row("SecretCity"));

  @AfterEach
  void close() throws IOException {
    topics.close();
    registry.close();
  }

  @Test
  void reads_a_change() throws Exception {
    assertThat(decoder.decode(key(7), good, 42))
        .satisfies(
            change -> {
              assertThat(change.actionId()).isEqualTo(1);
              assertThat(change.key().get(0)).isEqualTo(7);
              assertThat(change.row()).hasToString(generic(row("SecretCity")).toString());
              assertThat(change.source()).isEqualTo(42);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 12, 20, 30})
  void tells_truncated_bytes(int length) throws RegistryException {
    assertBad(key(7), Arrays.copyOf(good, length));
  }

  @Test
  void tells_what_is_not_a_change() throws RegistryException {
    assertThat(bad(null, good)).isEqualTo(DecodeFault.NO_KEY);
    assertThat(bad(key(8), good)).isEqualTo(DecodeFault.WRONG_KEY);
    assertThat(bad(new byte[] {'0', '7'}, good)).isEqualTo(DecodeFault.WRONG_KEY);
    assertThat(bad(key(7), Arrays.copyOf(good, good.length + 1)))
        .isEqualTo(DecodeFault.TRAILING_BYTES);
    assertThat(bad(key(7), topics.value(7, Action.UNKNOWN, 1, row("Rome"))))
        .isEqualTo(DecodeFault.UNKNOWN_ACTION);
    assertThat(bad(key(7), topics.value(7, Action.INSERT, 1, null))).isEqualTo(DecodeFault.NO_ROW);
    byte[] notOurs = good.clone();
    notOurs[0] = 1;
    assertThat(bad(key(7), notOurs)).isEqualTo(DecodeFault.NOT_WIRE_FORMAT);
    byte[] unknown = good.clone();
    unknown[1] = 0x7f;
    assertThat(bad(key(7), unknown)).isEqualTo(DecodeFault.UNKNOWN_SCHEMA);
  }

  @Test
  void tells_a_record_of_another_type() throws RegistryException, IOException {
    Schema other = SchemaBuilder.record("Other").fields().requiredInt("a").endRecord();
    int id = registry.register(topics.topic() + "-other", other);

    assertThat(bad(key(7), record(id, 7))).isEqualTo(DecodeFault.WRONG_TYPE);
  }

  @Test
  void reads_a_schema_that_was_registered_after_it_was_first_asked_for() throws Exception {
    Schema other = SchemaBuilder.record("Later").fields().requiredInt("a").endRecord();
    int next = registry.register(topics.topic() + "-before", other) + 1;
    assertThat(bad(key(7), record(next, 7))).isEqualTo(DecodeFault.UNKNOWN_SCHEMA);

    Schema more = SchemaBuilder.record("More").fields().requiredInt("b").endRecord();
    int id = registry.register(topics.topic() + "-after", more);

    assertThat(id).isEqualTo(next);
    assertThat(bad(key(7), record(next, 7))).isEqualTo(DecodeFault.WRONG_TYPE);
  }

  @Test
  void a_length_of_1500_megabytes_takes_no_memory() throws RegistryException, IOException {
    // action_id, emp_id, action UPDATE, a row, whose first_name claims to be that long
    byte[] huge = record(topics.schemaId(), 1, 7, 3, 1, 1, 1_500_000_000);

    assertBad(key(7), huge);
  }

  @Test
  void does_not_blame_the_record_when_the_registry_is_out_of_reach() {
    ChangeDecoder cut = new ChangeDecoder(Registry.at("http://127.0.0.1:1"), Contract.standard());

    assertThatThrownBy(() -> cut.decode(key(7), good, 0))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.reason()).isEqualTo(RegistryException.Reason.UNREACHABLE));
  }

  private DecodeFault bad(byte[] key, byte[] value) throws RegistryException {
    try {
      return fail("decoded: " + decoder.decode(key, value, 0));
    } catch (UndecodableException e) {
      assertThat(e.reason().message()).doesNotContain("Secret");
      return e.reason().decodeFault().orElseThrow();
    }
  }

  private void assertBad(byte[] key, byte[] value) throws RegistryException {
    assertThat(bad(key, value)).isNotNull();
  }

  private static byte[] record(int schemaId, long... numbers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(schemaId));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    for (long number : numbers) {
      encoder.writeLong(number);
    }
    encoder.flush();
    return bytes.toByteArray();
  }
}
