package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An array of one dimension, whose elements are counted from 1. It is sent in its text form, as
 * arrays of arrays would become one.
 */
public final class ArrayType extends ColumnType {
  /**
   * Dimensions, a flag and the elements' type; then, if not empty, the size and the first index.
   */
  private static final int HEADER = 12;

  private static final int DIMENSION = 8;

  private final Slot element;

  ArrayType(String field, Slot element) {
    super(element.type().sqlType() + "[]", "text", String.class);
    if (element.type() instanceof ArrayType) {
      throw ColumnType.unfit(field, "array of arrays");
    }
    this.element = element;
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.array() && element.type().canSay(found.element(), element(declared));
  }

  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return found.array() && element.type().canBeHeld(found.element(), element(declared));
  }

  private static PostgresType element(PostgresType declared) {
    return declared.array() ? declared.element() : declared;
  }

  /** Any array type of PostgreSQL also holds arrays of more dimensions and with other bounds. */
  @Override
  public Optional<String> check(String column) {
    String flat =
        "(%1$s = '{}' or array_ndims(%1$s) = 1 and array_lower(%1$s, 1) = 1)".formatted(column);
    String nulls =
        element.nullable() ? "" : " and array_position(%s, null) is null".formatted(column);
    String ofType = element.type().elementCheck(column).map(" and "::concat).orElse("");
    return Optional.of(flat + nulls + ofType);
  }

  @Override
  public List<String> symbols() {
    return element.type().symbols();
  }

  @Override
  public String captured(String column) {
    return element.type().captured("x").equals("x") ? column : column + "::" + sqlType();
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    int dimensions = row.getInt(at);
    if (dimensions > 1) {
      throw new UnwritableValueException("an array of more than one dimension");
    }
    int size = dimensions == 0 ? 0 : row.getInt(at + HEADER);
    if (size > 0) {
      out.number(size);
      int next = at + HEADER + DIMENSION;
      for (int i = 0; i < size; i++) {
        int bytes = row.getInt(next);
        next += Integer.BYTES;
        if (bytes < 0) {
          element.encodeNull(out);
        } else {
          element.encode(row, next, bytes, out);
          next += bytes;
        }
      }
    }
    out.number(0);
  }

  @Override
  public boolean canBeSent(Object value) {
    return ((Collection<?>) value)
        .stream().allMatch(each -> each == null || element.type().canBeSent(each));
  }

  @Override
  public String digest(String column) {
    return ("case when %1$s is not null then '[' || coalesce((select string_agg(coalesce(%2$s, 'null'),"
            + " ';' order by place) from unnest(%1$s) with ordinality each (x, place)), '') || ']' end")
        .formatted(column, element.type().digest("x"));
  }

  @Override
  public String text(Object value) {
    return literal(
        ((Collection<?>) value)
            .stream().map(each -> each == null ? null : element.type().text(each)));
  }

  /** The text of an array of texts, null among them. */
  static String literal(Stream<String> elements) {
    return elements
        .map(each -> each == null ? "NULL" : quoted(each))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public Object parse(String text) {
    if (text.length() < 2 || text.charAt(0) != '{' || text.charAt(text.length() - 1) != '}') {
      throw new IllegalArgumentException("an array such as {\"one\",NULL}");
    }
    List<Object> values = new ArrayList<>();
    int at = 1;
    while (at < text.length() - 1) {
      StringBuilder item = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      at = quoted ? quotedItem(text, at + 1, item) : plainItem(text, at, item);
      boolean isNull = !quoted && item.toString().equals("NULL");
      values.add(isNull ? null : element.type().parse(item.toString()));
      at++;
    }
    return values;
  }

  /** Ends on the comma or the brace. */
  private static int plainItem(String text, int from, StringBuilder item) {
    int at = from;
    while (at < text.length() - 1 && text.charAt(at) != ',') {
      item.append(text.charAt(at++));
    }
    return at;
  }

  private static int quotedItem(String text, int from, StringBuilder item) {
    int at = from;
    while (at < text.length() - 1 && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      item.append(text.charAt(at++));
    }
    return at + 1;
  }
}
