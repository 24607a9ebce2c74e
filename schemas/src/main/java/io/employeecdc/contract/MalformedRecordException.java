package io.employeecdc.contract;

/**
 * A record's bytes are not what the contract says. The message never holds any of the bytes'
 * content.
 */
public final class MalformedRecordException extends Exception {
  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
