package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Where a value may stand: a type, and whether null may stand there too.
 *
 * @param nullBranch the union's branch for null; -1 if null is not allowed
 * @param union whether there is a union to write the branch of
 */
public record Slot(ColumnType type, int nullBranch, boolean union) {
  private static final int NULL = -1;

  /**
   * Reads a field's type: a type, or a union of one and null.
   *
   * @throws UnfitContractException if it is anything else
   */
  public static Slot of(String field, Schema schema) {
    if (!schema.isUnion()) {
      return new Slot(ColumnType.of(field, schema), NULL, false);
    }
    List<Schema> types = schema.getTypes();
    List<Schema> values =
        types.stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (values.size() != 1) {
      throw new UnfitContractException(
          field, "field %s: a column has one type, and may be null".formatted(field));
    }
    int branch = types.size() == 1 ? NULL : 1 - types.indexOf(values.get(0));
    return new Slot(ColumnType.of(field, values.get(0)), branch, true);
  }

  public boolean nullable() {
    return nullBranch >= 0;
  }

  /** Writes the null that a row holds. */
  public void encodeNull(AvroBuffer out) {
    if (!nullable()) {
      throw new UnwritableValueException("null, which the contract does not allow");
    }
    out.number(nullBranch);
  }

  /** Writes a value of COPY's binary form. */
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    if (union) {
      out.number(nullBranch == 0 ? 1 : 0);
    }
    type.encode(row, at, length, out);
  }
}
