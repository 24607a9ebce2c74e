package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Objector;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.List;

/**
 * One thing that a reviewer should know.
 *
 * @param origin who objects
 * @param versions the labels of the earlier versions that it concerns, oldest first
 * @param at where in the checked file, or in one that it uses; for what is gone, where it would be
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
    TextPosition at,
    String path,
    String message,
    List<Affected> breaks,
    String remedy) {
  public enum Severity {
    ERROR,
    /** It would, but somebody has allowed it for a reason. */
    ALLOWED,
    /** Worth knowing; nothing has to be done. */
    NOTE
  }

  /** About no earlier version, and nobody suffers. */
  public static Finding of(Rule rule, TextPosition at, String path, String message, String remedy) {
    Severity severity = rule.informs() ? Severity.NOTE : Severity.ERROR;
    return new Finding(
        rule, rule.origin(), severity, List.of(), at, path, message, List.of(), remedy);
  }

  /** About a file, or a place in one that is no schema. */
  public static Finding ofFile(Rule rule, TextPosition at, String message, String remedy) {
    return of(rule, at, at.file().substring(at.file().lastIndexOf('/') + 1), message, remedy);
  }

  public Finding breaking(List<String> since, Affected... who) {
    return new Finding(rule, origin, severity, since, at, path, message, List.of(who), remedy);
  }

  public boolean error() {
    return severity == Severity.ERROR;
  }

  public boolean allowed() {
    return severity == Severity.ALLOWED;
  }

  /** The same as severe as is said, and saying why. */
  public Finding with(Severity other, String words) {
    String all = message + " (" + words + ")";
    return new Finding(rule, origin, other, versions, at, path, all, breaks, remedy);
  }

  /** Where it stands, in the form that editors and terminals jump to. */
  public String place() {
    return at.shown();
  }

  public String file() {
    return at.file();
  }

  /** Who suffers, as {@code A, B and C}; empty for a note. */
  public String affected() {
    return Affected.listed(breaks.stream());
  }
}
