package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Key;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is known of one dead letter without its content. */
final class LetterReport {
  private LetterReport() {}

  static void print(ConsumerRecord<byte[], byte[]> record, Key key, PrintWriter out) {
    DeadLetter letter = DeadLetter.of(record, key);
    line(out, "dead letter", record.topic() + " " + letter.place());
    line(out, "given up", letter.text(Header.TIME) + " by group " + letter.text(Header.GROUP));
    line(out, "came from", letter.text(Header.TOPIC) + " " + letter.origin());
    line(out, "written", Instant.ofEpochMilli(record.timestamp()));
    line(out, key.names(), letter.key());
    line(out, "stage", letter.text(Header.STAGE));
    line(out, "tries", letter.text(Header.TRIES));
    line(out, "replays", letter.text(Header.REPLAYS));
    line(out, "error", letter.text(Header.EXCEPTION_CLASS));
    line(out, "message", letter.text(Header.EXCEPTION_MESSAGE));
    line(out, "fault", letter.text(Header.FAULT));
    line(out, "SQLSTATE", letter.text(Header.SQL_STATE));
    line(out, "column", letter.text(Header.COLUMN));
    line(out, "constraint", letter.text(Header.CONSTRAINT));
    line(out, "key", size(record.key()));
    line(out, "value", value(record, letter));
    line(out, "headers", others(record));
  }

  private static void line(PrintWriter out, String name, Object text) {
    out.printf("%-12s %s%n", name, text);
  }

  private static String value(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
    return letter
        .header(Header.VALUE_LENGTH)
        .filter(length -> record.value() == null)
        .map(
            length ->
                "left out: %s bytes, SHA-256 %s"
                    .formatted(length, letter.text(Header.VALUE_SHA256)))
        .orElseGet(() -> size(record.value()) + schema(record.value()));
  }

  private static String size(byte[] bytes) {
    return bytes == null ? "none" : bytes.length == 1 ? "1 byte" : bytes.length + " bytes";
  }

  private static String schema(byte[] value) {
    if (value == null) {
      return "";
    }
    try {
      return ", schema id " + WireFormat.schemaId(value);
    } catch (MalformedRecordException e) {
      return ", without a schema id";
    }
  }

  /** Names and sizes of the headers that came with the record: anybody may have put anything in. */
  private static String others(ConsumerRecord<byte[], byte[]> record) {
    List<String> others = new ArrayList<>();
    record
        .headers()
        .forEach(
            header -> {
              if (!Header.isOurs(header.key())) {
                others.add(Printable.text(header.key()) + " (" + size(header.value()) + ")");
              }
            });
    return others.isEmpty() ? "none of its own" : String.join(", ", others);
  }
}
