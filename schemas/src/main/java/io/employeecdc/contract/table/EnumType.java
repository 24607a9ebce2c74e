package io.employeecdc.contract.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** An Avro enum: a text or an enum type that holds nothing but its symbols. */
final class EnumType extends TextType {
  private final Schema schema;

  EnumType(Schema schema) {
    this.schema = schema;
  }

  @Override
  boolean canSay(PostgresType found, PostgresType declared) {
    return !found.array() && (found.is("text", "character varying") || found.category() == 'E');
  }

  /** Symbols are names, so that none needs to be quoted. */
  @Override
  Optional<String> elementCheck(String array) {
    return Optional.of(
        schema.getEnumSymbols().stream()
            .collect(
                Collectors.joining("', '", "array_remove(" + array + ", null) <@ array['", "']")));
  }

  /** An older version's enum may lack the symbol: its default stands for what it does not know. */
  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    String symbol = new String(row.array(), row.arrayOffset() + at, length, StandardCharsets.UTF_8);
    String written = schema.hasEnumSymbol(symbol) ? symbol : schema.getEnumDefault();
    if (written == null) {
      throw new IllegalStateException(
          "enum %s has neither a symbol for a value of the table nor a default"
              .formatted(schema.getFullName()));
    }
    out.number(schema.getEnumOrdinal(written));
  }

  @Override
  boolean isKey() {
    return false;
  }

  @Override
  public Object parse(String text) {
    List<String> symbols = schema.getEnumSymbols();
    if (!symbols.contains(text)) {
      throw new IllegalArgumentException("one of " + String.join(", ", symbols));
    }
    return text;
  }
}
