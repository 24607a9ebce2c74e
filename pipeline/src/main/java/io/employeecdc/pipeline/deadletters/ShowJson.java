package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything about one dead letter, for programs. */
final class ShowJson {
  private ShowJson() {}

  /**
   * The whole document.
   *
   * @param value empty if no content is to be shown, neither the value's nor that of headers
   */
  static ObjectNode of(
      ConsumerRecord<byte[], byte[]> record, Key key, Optional<DecodedValue> value) {
    DeadLetter letter = DeadLetter.of(record, key);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", record.topic());
    LetterJson.put(letter, json);
    json.put("error_message", LetterJson.text(letter, Header.EXCEPTION_MESSAGE));
    json.put("group", LetterJson.text(letter, Header.GROUP));
    json.put("written", Instant.ofEpochMilli(record.timestamp()).toString());
    json.put("key_bytes", size(record.key()));
    json.put("value_bytes", size(record.value()));
    json.put("schema_id", schemaId(record.value()));
    putHeaders(record, value.isPresent(), json.putArray("headers"));
    value.ifPresent(shown -> put(record.value(), shown, json));
    return json;
  }

  /** Those that came with the record: anybody may have put anything in. */
  private static void putHeaders(
      ConsumerRecord<byte[], byte[]> record, boolean withContent, ArrayNode headers) {
    record
        .headers()
        .forEach(
            header -> {
              if (!Header.isOurs(header.key())) {
                ObjectNode json = headers.addObject();
                json.put("name", Printable.text(header.key()));
                json.put("bytes", size(header.value()));
                if (withContent && header.value() != null) {
                  putContent(header.value(), json);
                }
              }
            });
  }

  /** As text only if that is the same bytes. */
  private static void putContent(byte[] content, ObjectNode json) {
    String text = Printable.text(content);
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content)) {
      json.put("text", text);
    } else {
      json.put("base64", content);
    }
  }

  private static void put(byte[] bytes, DecodedValue value, ObjectNode json) {
    if (value instanceof DecodedValue.Decoded decoded) {
      json.putObject("value").set("record", decoded.json());
    } else if (value instanceof DecodedValue.Undecodable undecodable) {
      json.putObject("value").put("undecodable", undecodable.why()).put("base64", bytes);
    } else {
      json.putNull("value");
    }
  }

  private static Integer size(byte[] bytes) {
    return bytes == null ? null : (Integer) bytes.length;
  }

  private static Integer schemaId(byte[] value) {
    try {
      return value == null ? null : (Integer) WireFormat.schemaId(value);
    } catch (MalformedRecordException e) {
      return null;
    }
  }
}
