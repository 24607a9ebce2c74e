package io.employeecdc.schematools.check;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Objector;
import io.employeecdc.schematools.rule.Rule;
import java.util.List;

/**
 * One thing that a reviewer should know.
 *
 * @param origin who objects
 * @param versions the labels of the earlier versions that it concerns, oldest first
 * @param file the name of the checked file
 * @param at where in the checked file; for what is gone, where it would be
 * @param path where in the schema, from the root's name
 * @param message one sentence in plain words
 * @param breaks who suffers; empty for a note
 * @param remedy the smallest change that helps; empty if there is nothing to do
 */
public record Finding(
    Rule rule,
    Objector origin,
    Severity severity,
    List<String> versions,
    String file,
    TextPosition at,
    String path,
    String message,
    List<Affected> breaks,
    String remedy) {
  public boolean error() {
    return severity == Severity.ERROR;
  }

  /** Where it stands, in the form that editors and terminals jump to. */
  public String place() {
    return file + ":" + at.line() + ":" + at.column();
  }

  /** Who suffers, as {@code A, B and C}; empty for a note. */
  public String affected() {
    return Affected.listed(breaks.stream());
  }
}
