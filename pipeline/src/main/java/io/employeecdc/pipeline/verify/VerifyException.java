package io.employeecdc.pipeline.verify;

import java.sql.SQLException;

/** One of the two tables cannot be read. The message holds nothing of a row. */
public final class VerifyException extends Exception {
  private final Side side;
  private final SQLException error;

  VerifyException(Side side, SQLException error) {
    super("the " + (side == Side.SOURCE ? "source" : "target") + " cannot be read", error);
    this.side = side;
    this.error = error;
  }

  public Side side() {
    return side;
  }

  /** What the driver or the pool said. */
  public SQLException error() {
    return error;
  }
}
