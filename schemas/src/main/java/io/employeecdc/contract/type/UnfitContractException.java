package io.employeecdc.contract.type;

/** A schema does not describe a table. The message names the field. */
public final class UnfitContractException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public UnfitContractException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The field that does not fit, for its line; empty if it is the record. */
  public String field() {
    return field;
  }
}
