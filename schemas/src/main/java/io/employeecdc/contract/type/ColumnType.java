package io.employeecdc.contract.type;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What an Avro type means everywhere else: which types of PostgreSQL fit, how the binary form of
 * COPY becomes Avro, how a value is sent in an array, how both sides are digested, how a text is
 * read.
 *
 * <p>An Avro value here is what a generic decoder without logical types gives: {@code Integer} days
 * for a date, {@code Long} microseconds for a timestamp, {@code ByteBuffer} for bytes. It is never
 * null here: nulls are {@link Slot}'s.
 */
public abstract class ColumnType {
  private final String sqlType;
  private final String sentType;
  private final Class<?> sentClass;

  /**
   * @param sqlType what set-up makes a column of, and what the capture table has
   * @param sentType what {@link #sent} is for PostgreSQL
   * @param sentClass what {@link #sent} is in Java
   */
  ColumnType(String sqlType, String sentType, Class<?> sentClass) {
    this.sqlType = sqlType;
    this.sentType = sentType;
    this.sentClass = sentClass;
  }

  /**
   * The meaning of a type that is no union.
   *
   * @throws UnfitContractException if it has none
   */
  public static ColumnType of(String field, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    String name = logical == null ? "" : logical.getName();
    String said = schema.getProp("logicalType");
    if (logical == null && said != null) {
      throw unfit(
          field,
          "%s with the logical type %s, which is not known or lacks something, such as a precision"
              .formatted(schema.getType().getName(), said));
    }
    return switch (schema.getType()) {
      case BOOLEAN -> new NumberType.Bool();
      case FLOAT -> new NumberType.Float4();
      case DOUBLE -> new NumberType.Float8();
      case STRING -> name.equals("uuid") ? new UuidType() : new TextType();
      case ENUM -> new EnumType(schema);
      case ARRAY -> new ArrayType(field, Slot.of(field, schema.getElementType()));
      case BYTES, FIXED ->
          logical instanceof LogicalTypes.Decimal decimal
              ? new DecimalType(field, schema, decimal)
              : bytes(field, schema, name);
      case INT -> integer(field, name);
      case LONG -> bigint(field, name);
      default -> throw unfit(field, schema.getType().getName());
    };
  }

  private static ColumnType bytes(String field, Schema schema, String logical) {
    if (schema.getType() == Schema.Type.BYTES && logical.isEmpty()) {
      return new BytesType();
    }
    throw unfit(field, logical.isEmpty() ? "fixed without a decimal" : logical);
  }

  private static ColumnType integer(String field, String logical) {
    return switch (logical) {
      case "" -> new NumberType.Int4();
      case "date" -> new DateType();
      case "time-millis" -> new TimeType(1000);
      default -> throw unfit(field, logical);
    };
  }

  private static ColumnType bigint(String field, String logical) {
    return switch (logical) {
      case "" -> new NumberType.Int8();
      case "time-micros" -> new TimeType(1);
      case "timestamp-millis" -> new TimestampType(1000, true);
      case "timestamp-micros" -> new TimestampType(1, true);
      case "local-timestamp-millis" -> new TimestampType(1000, false);
      case "local-timestamp-micros" -> new TimestampType(1, false);
      default -> throw unfit(field, logical);
    };
  }

  static UnfitContractException unfit(String field, String what) {
    return new UnfitContractException(
        field, "field %s: a column cannot be of type %s".formatted(field, what));
  }

  /** The type of a column that set-up makes, and of the capture table's. */
  public final String sqlType() {
    return sqlType;
  }

  /**
   * Whether the source's column holds nothing but what this type can say.
   *
   * @param declared what the contract says beyond the Avro type, such as a text's length
   */
  public abstract boolean canSay(PostgresType found, PostgresType declared);

  /** Whether the target's column holds all that this type can say, and reads as it was meant. */
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return canSay(found, declared);
  }

  /** What the capture table checks of its column, as no type of PostgreSQL does. */
  public Optional<String> check(String column) {
    return elementCheck("array[" + column + "]");
  }

  /** That of {@link #check} which is asked of each element of an array. */
  Optional<String> elementCheck(String array) {
    return Optional.empty();
  }

  /** What a value, or an element, is one of, but for what is the default of readers alone. */
  public List<String> symbols() {
    return List.of();
  }

  /** What the trigger puts into the capture table, of the source's column. */
  public String captured(String column) {
    return column;
  }

  /**
   * Turns a field of COPY's binary form into Avro's.
   *
   * @param row what holds it
   * @param at where it begins
   * @param length how many bytes it has
   */
  public abstract void encode(ByteBuffer row, int at, int length, AvroBuffer out);

  /** The field of COPY's binary form as an Avro value; only for what a key may be of. */
  public Object decode(ByteBuffer row, int at, int length) {
    throw new UnsupportedOperationException(sqlType + " is no type of a key");
  }

  /** Whether a key may be of this type. */
  public boolean isKey() {
    return false;
  }

  /** Whether the values of a column are equal only where they are equal for us. */
  public boolean tellsKeysApart(PostgresType found) {
    return true;
  }

  /** The name that {@code createArrayOf} takes for an array of {@link #sent} values. */
  public final String sentType() {
    return sentType;
  }

  /** An empty array of {@link #sent} values. */
  public final Object[] sentArray(int size) {
    return (Object[]) Array.newInstance(sentClass, size);
  }

  /** An Avro value as an element of an array that is sent to PostgreSQL. */
  public Object sent(Object value) {
    return text(value);
  }

  /**
   * What PostgreSQL makes of an element that was sent: a value of {@link #sqlType}. A target's
   * column of another type, such as json, needs a cast to that type in addition.
   */
  public String received(String element) {
    return sentType.equals(sqlType) ? element : element + "::" + sqlType;
  }

  /** Whether PostgreSQL takes the value in a statement at all. */
  public boolean canBeSent(Object value) {
    return true;
  }

  /**
   * The value of a column as text that is equal on both sides, whatever their settings, if and only
   * if the values are; null for null.
   */
  public String digest(String column) {
    return column + "::text";
  }

  /** An Avro value in PostgreSQL's text form, which its input takes whatever its settings. */
  public abstract String text(Object value);

  /**
   * Reads PostgreSQL's text form, as it stands in a CSV file.
   *
   * @throws IllegalArgumentException that says what the text should be, and not what it is
   */
  public abstract Object parse(String text);

  /** PostgreSQL's text form of an array, of those of its elements, null among them. */
  public static String arrayText(Stream<String> elements) {
    return ArrayType.literal(elements);
  }

  @Override
  public final String toString() {
    return sqlType;
  }
}
