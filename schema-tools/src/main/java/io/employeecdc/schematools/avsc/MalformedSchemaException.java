package io.employeecdc.schematools.avsc;

/** A file does not hold an Avro schema; the message is {@code file:line:column: what is wrong}. */
public final class MalformedSchemaException extends RuntimeException {
  private final String file;
  private final TextPosition position;
  private final String problem;

  MalformedSchemaException(String file, TextPosition position, String problem) {
    super(file + ":" + position.line() + ":" + position.column() + ": " + problem);
    this.file = file;
    this.position = position;
    this.problem = problem;
  }

  public String file() {
    return file;
  }

  public TextPosition position() {
    return position;
  }

  public String problem() {
    return problem;
  }
}
