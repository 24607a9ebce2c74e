package io.employeecdc.contract.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;

/**
 * The primary key, and a record's key in Kafka. One column is written as its text, several as a
 * JSON array without spaces, numbers as numbers and the rest as strings, escaped as RFC 8785 says.
 * So equal keys are equal bytes, whoever writes them.
 */
public final class Key {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<Column> columns;

  Key(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** In the order of the contract; never empty. */
  public List<Column> columns() {
    return columns;
  }

  /** The values of a record's key. */
  public KeyValue in(IndexedRecord envelope) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).valueIn(envelope);
    }
    return new KeyValue(values);
  }

  /** The record's key as bytes. */
  public byte[] bytes(List<Object> values) {
    return text(values).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether bytes are a key as we write it. */
  public boolean matches(byte[] key, KeyValue value) {
    List<Object> values = value.values();
    for (int i = 0; i < values.size(); i++) {
      if (!columns.get(i).canBeSent(values.get(i))) {
        return false;
      }
    }
    return Arrays.equals(key, bytes(values));
  }

  /** The record's key as text. */
  public String text(List<Object> values) {
    if (columns.size() == 1) {
      return columns.get(0).type().text(values.get(0));
    }
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ",");
      String text = columns.get(i).type().text(values.get(i));
      if (values.get(i) instanceof Number && text.equals(values.get(i).toString())) {
        json.append(text);
      } else {
        appendString(json, text);
      }
    }
    return json.append(']').toString();
  }

  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = "\"\\\b\t\n\f\r".indexOf(c);
      if (escape >= 0) {
        json.append('\\').append("\"\\btnfr".charAt(escape));
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /**
   * Reads a key's text.
   *
   * @throws IllegalArgumentException that says what it should be
   */
  public List<Object> parse(String text) {
    if (columns.size() == 1) {
      return List.of(columns.get(0).type().parse(text));
    }
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isArray() && json.size() == columns.size()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          values.add(columns.get(i).type().parse(json.get(i).asText()));
        }
        return values;
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(expected(), e);
    }
    throw new IllegalArgumentException(expected());
  }

  private String expected() {
    return "a JSON array of " + names();
  }

  /** The columns in words, such as {@code emp_id, from_date}. */
  public String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return names();
  }
}
