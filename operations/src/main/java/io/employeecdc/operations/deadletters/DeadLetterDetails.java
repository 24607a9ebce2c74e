package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Key;
import io.employeecdc.operations.deadletters.ValueDecoder.DecodedValue;
import io.employeecdc.runtime.kafka.LeftOut;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.JsonOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** All that is to be said of one letter. */
record DeadLetterDetails(
    ConsumerRecord<byte[], byte[]> record, DeadLetterSummary letter, String keyNames) {
  private static final int BYTES_PER_LINE = 16;
  private static final int MOST_BYTES = 4096;

  static DeadLetterDetails of(ConsumerRecord<byte[], byte[]> record, Key key) {
    return new DeadLetterDetails(record, DeadLetterSummary.of(record, key), key.names());
  }

  DecodedValue decode(RegistrySettings registry) {
    return ValueDecoder.decode(record.value(), registry);
  }

  void print(PrintWriter out) {
    line(out, "dead letter", record.topic() + " " + letter.place());
    line(
        out,
        "given up",
        letter.text(DeadLetterHeaders.TIME) + " by group " + letter.text(DeadLetterHeaders.GROUP));
    line(out, "came from", letter.text(DeadLetterHeaders.TOPIC) + " " + letter.origin());
    line(out, "written", Instant.ofEpochMilli(record.timestamp()));
    line(out, keyNames, letter.key());
    line(out, "stage", letter.text(DeadLetterHeaders.STAGE));
    line(out, "tries", letter.text(DeadLetterHeaders.TRIES));
    line(out, "replays", letter.text(DeadLetterHeaders.REPLAYS));
    line(out, "error", letter.text(DeadLetterHeaders.EXCEPTION_CLASS));
    line(out, "message", letter.text(DeadLetterHeaders.EXCEPTION_MESSAGE));
    line(out, "fault", letter.text(DeadLetterHeaders.FAULT));
    line(out, "SQLSTATE", letter.text(DeadLetterHeaders.SQL_STATE));
    line(out, "column", letter.text(DeadLetterHeaders.COLUMN));
    line(out, "constraint", letter.text(DeadLetterHeaders.CONSTRAINT));
    line(out, "key", size(record.key()));
    line(out, "value", valueText());
    String others =
        otherHeaders()
            .map(header -> Visible.beginningOf(header.key()) + " (" + size(header.value()) + ")")
            .collect(Collectors.joining(", "));
    line(out, "headers", others.isEmpty() ? "none of its own" : others);
  }

  private static void line(PrintWriter out, String name, Object text) {
    out.printf("%-12s %s%n", name, text);
  }

  private String valueText() {
    Optional<String> length = letter.header(LeftOut.LENGTH);
    if (record.value() != null) {
      return size(record.value())
          + schemaId().map(id -> ", schema id " + id).orElse(", without a schema id");
    }
    return length.isEmpty()
        ? size(null)
        : "left out: %s bytes, SHA-256 %s".formatted(length.get(), letter.text(LeftOut.SHA256));
  }

  private static String size(byte[] bytes) {
    return bytes == null ? "none" : bytes.length == 1 ? "1 byte" : bytes.length + " bytes";
  }

  private Optional<Integer> schemaId() {
    try {
      return record.value() == null
          ? Optional.empty()
          : Optional.of(WireFormat.schemaId(record.value()));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  /** Those that came with the record: anybody may have put anything in. */
  private Stream<Header> otherHeaders() {
    return Stream.of(record.headers().toArray())
        .filter(header -> !DeadLetterHeaders.NAMES.contains(header.key()));
  }

  /** The content: the record as JSON, or why it cannot be decoded and its bytes. */
  void printContent(DecodedValue value, PrintWriter out) {
    otherHeaders()
        .filter(header -> header.value() != null)
        .forEach(
            header ->
                out.printf(
                    "header %s: %s%n",
                    Visible.beginningOf(header.key()), Visible.beginningOf(header.value())));
    if (value instanceof DecodedValue.Decoded decoded) {
      JsonOutput.print(JsonNodeFactory.instance.pojoNode(decoded.json()), out);
    } else if (value instanceof DecodedValue.Undecodable undecodable) {
      out.println("The value cannot be decoded: " + undecodable.why());
      dump(record.value(), out);
    } else {
      out.println("The record has no value.");
    }
  }

  /** The first bytes as people compare them: offset, sixteen in hex, the same as ASCII. */
  private static void dump(byte[] bytes, PrintWriter out) {
    int end = Math.min(bytes.length, MOST_BYTES);
    for (int start = 0; start < end; start += BYTES_PER_LINE) {
      StringBuilder hex = new StringBuilder();
      StringBuilder ascii = new StringBuilder();
      for (int i = start; i < Math.min(start + BYTES_PER_LINE, end); i++) {
        hex.append("%02x ".formatted(bytes[i]));
        ascii.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      out.printf("%08x  %-48s |%s|%n", start, hex, ascii);
    }
    if (end < bytes.length) {
      out.printf("… and %d more bytes%n", bytes.length - end);
    }
  }

  /** For programs; without a value no content is shown, neither its nor that of headers. */
  ObjectNode json(Optional<DecodedValue> value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", record.topic());
    letter.put(json);
    json.put("error_message", letter.headers().get(DeadLetterHeaders.EXCEPTION_MESSAGE));
    json.put("group", letter.headers().get(DeadLetterHeaders.GROUP));
    json.put("written", Instant.ofEpochMilli(record.timestamp()).toString());
    json.put("key_bytes", length(record.key()));
    json.put("value_bytes", length(record.value()));
    json.put("schema_id", schemaId().orElse(null));
    ArrayNode headers = json.putArray("headers");
    otherHeaders()
        .forEach(
            header -> {
              ObjectNode shown = headers.addObject();
              shown.put("name", Visible.beginningOf(header.key()));
              shown.put("bytes", length(header.value()));
              if (value.isPresent() && header.value() != null) {
                putContent(header.value(), shown);
              }
            });
    value.ifPresent(shown -> putValue(shown, json));
    return json;
  }

  /** As text only if that is the same bytes. */
  private static void putContent(byte[] content, ObjectNode json) {
    String text = Visible.beginningOf(content);
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content)) {
      json.put("text", text);
    } else {
      json.put("base64", content);
    }
  }

  private void putValue(DecodedValue value, ObjectNode json) {
    if (value instanceof DecodedValue.Decoded decoded) {
      json.putObject("value").putPOJO("record", decoded.json());
    } else if (value instanceof DecodedValue.Undecodable undecodable) {
      json.putObject("value").put("undecodable", undecodable.why()).put("base64", record.value());
    } else {
      json.putNull("value");
    }
  }

  private static Integer length(byte[] bytes) {
    return bytes == null ? null : (Integer) bytes.length;
  }
}
