package io.employeecdc.consumer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever the bytes, a record gets a verdict: nothing escapes the decoder, nothing of the record
 * is told, and it costs no more memory than the longest strings that a record may claim. A failure
 * prints its seed and the smallest such record.
 */
@Tag("servers")
class DecoderFuzzTest {
  /** Three strings that claim 1 MiB each, as bytes and as text, and half as much again. */
  private static final long MOST_BYTES = 9L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static TestTopics topics;
  private static Registry registry;
  private static ChangeDecoder decoder;

  @BeforeContainer
  static void open() {
    topics = new TestTopics(1);
    registry = Registry.at(TestTopics.registryUrl());
    decoder = new ChangeDecoder(registry, Contract.standard());
  }

  @AfterContainer
  static void close() throws IOException {
    topics.close();
    registry.close();
  }

  /** A record as it comes from the topic; its value as hex, so that a failure shows it. */
  record Sent(int employeeId, String hex) {
    static Sent of(int employeeId, byte[] value) {
      return new Sent(employeeId, HexFormat.of().formatHex(value));
    }

    byte[] value() {
      return HexFormat.of().parseHex(hex);
    }

    /** The same with one thing done to it. */
    Sent with(Mutation mutation) {
      return of(employeeId, mutation.applyTo(value()));
    }
  }

  /** Puts bytes into a record behind its header, in place of some that were there. */
  record Mutation(int at, int removed, String hex) {
    byte[] applyTo(byte[] value) {
      byte[] inserted = HexFormat.of().parseHex(hex);
      int body = value.length - WireFormat.HEADER_LENGTH;
      int from = WireFormat.HEADER_LENGTH + (body == 0 ? 0 : at % body);
      int to = Math.min(value.length, from + removed);
      return ByteBuffer.allocate(from + inserted.length + value.length - to)
          .put(value, 0, from)
          .put(inserted)
          .put(value, to, value.length - to)
          .array();
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void every_good_record_is_read(@ForAll("records") Sent sent) throws RegistryException {
    assertThat(decode(sent)).isPresent();
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void random_bytes_are_bad(@ForAll @Size(max = 300) byte[] bytes) throws RegistryException {
    assertThat(decode(Sent.of(1, bytes))).isEmpty();
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void random_bytes_behind_a_known_schema_get_a_verdict(@ForAll @Size(max = 300) byte[] bytes)
      throws RegistryException {
    byte[] header = WireFormat.header(topics.schemaId());
    byte[] value = Arrays.copyOf(header, header.length + bytes.length);
    System.arraycopy(bytes, 0, value, header.length, bytes.length);

    assertThat(decode(Sent.of(1, value))).isNotNull();
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void a_record_cut_short_is_bad(
      @ForAll("records") Sent sent, @ForAll @IntRange(min = 0, max = 10_000) int cut)
      throws RegistryException {
    byte[] whole = sent.value();
    byte[] part = Arrays.copyOf(whole, cut % whole.length);

    assertThat(decode(Sent.of(sent.employeeId(), part))).isEmpty();
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void a_mutated_record_is_bad_or_still_of_its_employee(
      @ForAll("records") Sent sent, @ForAll("mutations") List<Mutation> all)
      throws RegistryException {
    Sent mutated = sent;
    for (Mutation mutation : all) {
      mutated = mutated.with(mutation);
    }

    int employeeId = sent.employeeId();
    decode(mutated).ifPresent(change -> assertThat(change.key().get(0)).isEqualTo(employeeId));
  }

  /** The name and city of every record hold the word "Secret", which no verdict may repeat. */
  private static Optional<Change> decode(Sent sent) throws RegistryException {
    byte[] key = TestTopics.key(sent.employeeId());
    byte[] value = sent.value();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return Optional.of(decoder.decode(key, value, 0));
    } catch (UndecodableException e) {
      assertThat(e.reason().message()).doesNotContain("Secret");
      return Optional.empty();
    } finally {
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }
  }

  @Provide
  static Arbitrary<Sent> records() {
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.of(Action.SNAPSHOT, Action.INSERT, Action.UPDATE, Action.DELETE),
            employees())
        .as(
            (id, actionId, action, employee) ->
                Sent.of(
                    id,
                    topics.value(id, action, actionId, action == Action.DELETE ? null : employee)));
  }

  private static Arbitrary<Employee> employees() {
    Arbitrary<String> text =
        Arbitraries.strings().ofMaxLength(40).map("Secret"::concat).injectNull(0.2);
    return Combinators.combine(
            text,
            text,
            Arbitraries.integers().map(LocalDate::ofEpochDay).injectNull(0.2),
            text,
            Arbitraries.integers().injectNull(0.2))
        .as(SampleEmployee::of);
  }

  /** Single bits and bytes, whole stretches, and the lengths and numbers that hurt most. */
  @Provide
  static Arbitrary<List<Mutation>> mutations() {
    Arbitrary<byte[]> numbers =
        Arbitraries.of(-1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 20, 1_500_000_000L, 1L << 31)
            .map(DecoderFuzzTest::varint);
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
    return Combinators.combine(
            Arbitraries.integers().between(0, 400),
            Arbitraries.integers().between(0, 20),
            Arbitraries.oneOf(bytes, numbers))
        .as(
            (at, removed, inserted) ->
                new Mutation(at, removed, HexFormat.of().formatHex(inserted)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** Avro's zigzag varint. */
  private static byte[] varint(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
