package io.employeecdc.contract.type;

/** A schema does not describe a table. The message names the field. */
public final class UnfitContractException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public UnfitContractException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** Refuses what does not hold; without a field it is the record that does not fit. */
  public static void require(boolean holds, String field, String what) {
    if (!holds) {
      String where = field.isEmpty() ? "" : "field " + field + ": ";
      throw new UnfitContractException(field, where + what);
    }
  }

  /** The field that does not fit, for its line; empty if it is the record. */
  public String field() {
    return field;
  }
}
