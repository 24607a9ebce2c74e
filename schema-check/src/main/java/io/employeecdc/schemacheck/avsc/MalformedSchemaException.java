package io.employeecdc.schemacheck.avsc;

/** A file does not hold an Avro schema; the message is {@code file:line:column: what is wrong}. */
public final class MalformedSchemaException extends RuntimeException {
  private final TextPosition position;
  private final String problem;

  public MalformedSchemaException(TextPosition position, String problem) {
    super(position.shown() + ": " + problem);
    this.position = position;
    this.problem = problem;
  }

  public TextPosition position() {
    return position;
  }

  public String problem() {
    return problem;
  }
}
