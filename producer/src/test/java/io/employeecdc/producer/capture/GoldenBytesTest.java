package io.employeecdc.producer.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.GoldenChange;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that capture from the log gives as well. */
class GoldenBytesTest {
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final int EPOCH_DAYS = 10_957;
  private static final List<String> FIELDS =
      Stream.concat(
              RowEncoder.ENVELOPE.stream(),
              Stream.of("emp_id", "first_name", "last_name", "dob", "city", "salary", "email"))
          .toList();

  static List<GoldenChange> changes() throws IOException {
    return GoldenChange.all();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_captured_row_is_this_record(GoldenChange change) {
    Schema schema =
        Contract.standard().released().numbered(change.version()).orElseThrow().schema();
    CopyRow row = new CopyRow(FIELDS.size());
    RowEncoder encoder = new RowEncoder(schema, 1, row, FIELDS);
    ChangeBatch batch = new ChangeBatch(1);
    assertThat(row.begin(copied(change), false)).isTrue();
    encoder.encode(batch);
    byte[] value = batch.value(0);
    assertThat(batch.key(0)).isEqualTo(change.key());
    assertThat(Arrays.copyOfRange(value, WireFormat.HEADER_LENGTH, value.length))
        .isEqualTo(change.value());
    assertThat(batch.timestamp(0)).isEqualTo(Math.floorDiv(change.capturedAt(), 1000));
    assertThat(batch.records()).isEqualTo(change.action().equals("DELETE") ? 2 : 1);
  }

  /** As binary COPY gives it. */
  private static byte[] copied(GoldenChange change) {
    List<Optional<byte[]>> fields = new ArrayList<>();
    fields.add(Optional.of(int8(change.actionId())));
    fields.add(Optional.of(change.action().getBytes(UTF_8)));
    fields.add(Optional.of(int8(change.capturedAt() - EPOCH_MICROS)));
    fields.add(change.transaction().map(GoldenBytesTest::int8));
    fields.add(Optional.of(int4(change.employee())));
    fields.add(change.column(0).map(text -> text.getBytes(UTF_8)));
    fields.add(change.column(1).map(text -> text.getBytes(UTF_8)));
    fields.add(change.column(2).map(days -> int4(Integer.parseInt(days) - EPOCH_DAYS)));
    fields.add(change.column(3).map(text -> text.getBytes(UTF_8)));
    fields.add(change.column(4).map(number -> int4(Integer.parseInt(number))));
    fields.add(change.column(5).map(text -> text.getBytes(UTF_8)));
    ByteBuffer row = ByteBuffer.allocate(1000).putShort((short) fields.size());
    for (Optional<byte[]> field : fields) {
      row.putInt(field.map(bytes -> bytes.length).orElse(-1));
      field.ifPresent(row::put);
    }
    return Arrays.copyOf(row.array(), row.position());
  }

  private static byte[] int8(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] int4(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
