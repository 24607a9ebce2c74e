package io.employeecdc.contract.type;

import java.nio.ByteBuffer;

/** Numbers and booleans, which are the same on both sides but for the order of bytes. */
public abstract class NumberType extends ColumnType {
  private final String expected;

  NumberType(String sqlType, String sentType, Class<?> sentClass, String expected) {
    super(sqlType, sentType, sentClass);
    this.expected = expected;
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is(sqlType());
  }

  @Override
  public Object sent(Object value) {
    return value;
  }

  @Override
  public String received(String element) {
    return element;
  }

  @Override
  public String text(Object value) {
    return value.toString();
  }

  @Override
  public Object parse(String text) {
    try {
      return number(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
  }

  public abstract Object number(String text);

  static final class Bool extends NumberType {
    Bool() {
      super("boolean", "bool", Boolean.class, "true or false");
    }

    @Override
    public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
      out.raw(row.array(), row.arrayOffset() + at, 1);
    }

    @Override
    public Object number(String text) {
      return switch (text) {
        case "true", "t" -> true;
        case "false", "f" -> false;
        default -> throw new NumberFormatException();
      };
    }
  }

  static final class Int4 extends NumberType {
    Int4() {
      super("integer", "int4", Integer.class, "a whole number of 32 bits");
    }

    @Override
    public boolean canSay(PostgresType found, PostgresType declared) {
      return found.is("smallint") || (declared.is("integer") && found.is("integer"));
    }

    @Override
    public boolean canBeHeld(PostgresType found, PostgresType declared) {
      return found.is("integer") || found.isNamedAs(declared);
    }

    @Override
    public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
      out.number(row.getInt(at));
    }

    @Override
    public Object decode(ByteBuffer row, int at, int length) {
      return row.getInt(at);
    }

    @Override
    public boolean isKey() {
      return true;
    }

    @Override
    public Object number(String text) {
      return Integer.valueOf(text);
    }
  }

  static final class Int8 extends NumberType {
    Int8() {
      super("bigint", "int8", Long.class, "a whole number of 64 bits");
    }

    @Override
    public boolean canSay(PostgresType found, PostgresType declared) {
      return found.isNamedAs(declared)
          || (declared.is("bigint", "integer") && found.is("integer", "smallint"));
    }

    @Override
    public boolean canBeHeld(PostgresType found, PostgresType declared) {
      return found.is("bigint") || found.isNamedAs(declared);
    }

    @Override
    public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
      out.number(row.getLong(at));
    }

    @Override
    public Object decode(ByteBuffer row, int at, int length) {
      return row.getLong(at);
    }

    @Override
    public boolean isKey() {
      return true;
    }

    @Override
    public Object number(String text) {
      return Long.valueOf(text);
    }
  }

  /** Digested by its bits: the text of a float depends on settings, and 0 is not -0. */
  static final class Float4 extends NumberType {
    Float4() {
      super("real", "float4", Float.class, "a number");
    }

    @Override
    public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
      out.littleEndian(row.getInt(at), Float.BYTES);
    }

    @Override
    public String digest(String column) {
      return "encode(float4send(%s), 'hex')".formatted(column);
    }

    @Override
    public Object number(String text) {
      return Float.valueOf(text);
    }
  }

  /** As {@link Float4}. */
  static final class Float8 extends NumberType {
    Float8() {
      super("double precision", "float8", Double.class, "a number");
    }

    @Override
    public boolean canSay(PostgresType found, PostgresType declared) {
      return found.is("double precision", "real");
    }

    @Override
    public boolean canBeHeld(PostgresType found, PostgresType declared) {
      return found.is("double precision");
    }

    @Override
    public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
      out.littleEndian(row.getLong(at), Double.BYTES);
    }

    @Override
    public String digest(String column) {
      return "encode(float8send(%s), 'hex')".formatted(column);
    }

    @Override
    public Object number(String text) {
      return Double.valueOf(text);
    }
  }
}
