package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** An Avro enum: a text or an enum type that holds nothing but its symbols. */
public final class EnumType extends TextType {
  private final Schema schema;

  EnumType(Schema schema) {
    this.schema = schema;
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
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

  /** The default is for readers; to write it in the place of a value would change the value. */
  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    String symbol = new String(row.array(), row.arrayOffset() + at, length, StandardCharsets.UTF_8);
    if (!schema.hasEnumSymbol(symbol)) {
      throw new UnwritableValueException("no symbol of the contract's enum " + schema.getName());
    }
    out.number(schema.getEnumOrdinal(symbol));
  }

  @Override
  public boolean isKey() {
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
