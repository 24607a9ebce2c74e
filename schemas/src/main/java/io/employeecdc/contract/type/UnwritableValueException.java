package io.employeecdc.contract.type;

/** A value of the table that the contract cannot say. The message does not hold it. */
public final class UnwritableValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnwritableValueException(String message) {
    super(message);
  }
}
