package io.employeecdc.contract.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;

/** A decimal of a precision and a scale, which are never exceeded and never rounded to. */
public final class DecimalType extends ColumnType {
  private static final int NEGATIVE = 0x4000;
  private static final int POSITIVE = 0;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  /** That PostgreSQL can declare. */
  private static final int MOST_DIGITS = 1000;

  /** A PostgreSQL digit has so many decimal ones. */
  private static final int DIGITS = 4;

  /** The bytes before the digits: their count, the first one's weight, the sign, the scale. */
  private static final int HEADER = 8;

  private final Schema schema;
  private final int precision;
  private final int scale;

  DecimalType(String field, Schema schema, LogicalTypes.Decimal decimal) {
    super(
        "numeric(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale()),
        "numeric",
        String.class);
    if (decimal.getPrecision() > MOST_DIGITS) {
      throw ColumnType.unfit(field, "decimal of more than %d digits".formatted(MOST_DIGITS));
    }
    this.schema = schema;
    this.precision = decimal.getPrecision();
    this.scale = decimal.getScale();
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is("numeric")
        && found.modifiers().size() == 2
        && scale(found) <= scale
        && whole(found) <= precision - scale;
  }

  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return found.is("numeric")
        && (found.modifiers().isEmpty()
            || (scale(found) >= scale && whole(found) >= precision - scale));
  }

  private static int scale(PostgresType found) {
    return found.modifiers().get(1);
  }

  private static int whole(PostgresType found) {
    return found.modifiers().get(0) - scale(found);
  }

  /** No decimal of Avro's is NaN, which every numeric may be. */
  @Override
  Optional<String> elementCheck(String array) {
    return Optional.of("'NaN' <> all (%s)".formatted(array));
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    byte[] unscaled = decimal(row, at).setScale(scale).unscaledValue().toByteArray();
    if (schema.getType() == Schema.Type.BYTES) {
      out.bytes(unscaled, 0, unscaled.length);
    } else {
      byte[] fixed = fixed(unscaled);
      out.raw(fixed, 0, fixed.length);
    }
  }

  private byte[] fixed(byte[] unscaled) {
    byte[] fixed = new byte[schema.getFixedSize()];
    Arrays.fill(fixed, (byte) (unscaled[0] < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, fixed, fixed.length - unscaled.length, unscaled.length);
    return fixed;
  }

  /** Digits of base 10,000, the first of which has the given weight in powers of that base. */
  private static BigDecimal decimal(ByteBuffer row, int at) {
    int count = row.getShort(at);
    int weight = row.getShort(at + 2);
    int sign = row.getShort(at + 4);
    if (sign != NEGATIVE && sign != POSITIVE) {
      throw new UnwritableValueException("NaN or infinite, which no decimal can be");
    }
    BigInteger digits = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      digits = digits.multiply(BASE).add(BigInteger.valueOf(row.getShort(at + HEADER + 2 * i)));
    }
    BigDecimal value = new BigDecimal(digits, DIGITS * (count - 1 - weight)).stripTrailingZeros();
    return sign == NEGATIVE ? value.negate() : value;
  }

  /** Without a scale of its own: two that differ in their zeros are equal. */
  @Override
  public String digest(String column) {
    return "trim_scale(%s)::text".formatted(column);
  }

  /** The server would round where the target's column has fewer digits than the contract. */
  @Override
  public boolean canBeSent(Object value) {
    return value(value).precision() <= precision;
  }

  @Override
  public String text(Object value) {
    return value(value).toPlainString();
  }

  private BigDecimal value(Object value) {
    byte[] bytes = value instanceof GenericFixed fixed ? fixed.bytes() : BytesType.content(value);
    return new BigDecimal(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes), scale);
  }

  @Override
  public Object parse(String text) {
    String expected =
        "a number of %d digits, %d of them behind the point".formatted(precision, scale);
    try {
      BigDecimal value = new BigDecimal(text).setScale(scale);
      if (value.precision() > precision) {
        throw new ArithmeticException();
      }
      byte[] unscaled = value.unscaledValue().toByteArray();
      return schema.getType() == Schema.Type.BYTES
          ? ByteBuffer.wrap(unscaled)
          : new GenericData.Fixed(schema, fixed(unscaled));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(expected, e);
    }
  }
}
