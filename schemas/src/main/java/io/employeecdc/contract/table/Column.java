package io.employeecdc.contract.table;

import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.contract.type.PostgresType;
import io.employeecdc.contract.type.Slot;
import io.employeecdc.contract.type.UnfitContractException;
import io.employeecdc.contract.type.ValueWriter;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * A column of a captured table: a field of the contract's record.
 *
 * <p>The field may have the attribute {@code sqlType}, such as {@code varchar(30)}, for what Avro
 * does not know of a type.
 */
public final class Column {
  static final String SQL_TYPE = "sqlType";

  private final String name;
  private final Slot slot;
  private final int position;
  private final String declared;
  private final ValueWriter writer;

  /** What rows have that were there before the column; null if that is null. */
  private final Object before;

  private Column(Schema.Field field, Slot slot, String declared, Object before) {
    this.name = field.name();
    this.slot = slot;
    this.position = field.pos();
    this.declared = declared;
    this.writer = ValueWriter.of(field.schema());
    this.before = before;
  }

  /**
   * @param noted the column's type for a schema that does not say it; null for what follows from
   *     the field's type
   * @throws UnfitContractException if no column can be like it
   */
  static Column of(Schema.Field field, String noted) {
    Slot slot = Slot.of(field.name(), field.schema());
    String said = field.getProp(SQL_TYPE);
    String declared = said != null ? said : noted;
    return new Column(
        field,
        slot,
        declared == null ? slot.type().sqlType() : declared,
        slot.nullable() || !field.hasDefaultValue()
            ? null
            : GenericData.get().getDefaultValue(field));
  }

  public String name() {
    return name;
  }

  /** The name as it stands in statements. */
  public String sql() {
    return Identifier.quoted(name);
  }

  public ColumnType type() {
    return slot.type();
  }

  /** Whether the contract allows null. */
  public boolean nullable() {
    return slot.nullable();
  }

  /** What set-up makes the column of, such as {@code varchar(100)}. */
  public String declaredType() {
    return declared;
  }

  /** As the source's column is made: one that is never null has the field's default. */
  String definition() {
    return before == null
        ? declared
        : "%s not null default '%s'".formatted(declared, type().text(before).replace("'", "''"));
  }

  /** Whether the source's column holds nothing but what the contract can say. */
  boolean canSay(PostgresType found) {
    return type().canSay(found, PostgresType.of(declared, 'X'));
  }

  /** Whether the target's column holds all that the contract can say. */
  boolean canBeHeld(PostgresType found) {
    return type().canBeHeld(found, PostgresType.of(declared, 'X'));
  }

  /** Whether its values, as those of a key, are equal only where they are equal for us. */
  boolean tellsKeysApart(PostgresType found) {
    return type().tellsKeysApart(found);
  }

  /** Symbols of its enum that an enum type with these labels cannot hold; none for other types. */
  List<String> symbolsBeside(List<String> labels) {
    return labels.isEmpty()
        ? List.of()
        : type().symbols().stream().filter(symbol -> !labels.contains(symbol)).toList();
  }

  /** What the capture table checks of its column, as no type of PostgreSQL does. */
  public Optional<String> captureCheck() {
    return type().check(sql());
  }

  /** The same, of a source's row that has this alias. */
  public Optional<String> sayable(String alias) {
    return type().check(captured(alias));
  }

  /** What the trigger puts into the capture table, of a source's row that has this alias. */
  public String captured(String alias) {
    return type().captured(alias + "." + sql());
  }

  /** The field's value, as {@link ColumnType} has it; null where the record has null. */
  public Object valueIn(IndexedRecord record) {
    return record.get(position);
  }

  /** Whether PostgreSQL takes the value in a statement at all. */
  public boolean canBeSent(Object value) {
    return value == null || type().canBeSent(value);
  }

  /** Writes the null that a row of COPY holds. */
  public void encodeNull(AvroBuffer out) {
    slot.encodeNull(out);
  }

  /** Writes a value of COPY's binary form. */
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    slot.encode(row, at, length, out);
  }

  /** Writes a value as {@link ColumnType} has it, or null. */
  public void encode(Object value, AvroBuffer out) {
    if (value == null) {
      slot.encodeNull(out);
    } else {
      writer.write(value, out);
    }
  }

  /**
   * Columns in a statement.
   *
   * @param template what stands for each, with {@code %1$s} for its name
   */
  public static String join(Collection<Column> columns, String template, String separator) {
    return columns.stream()
        .map(column -> template.formatted(column.sql()))
        .collect(Collectors.joining(separator));
  }

  /** By name: columns of one table. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Column column && name.equals(column.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
