package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.TypeNames;
import java.util.List;

/** A schema under the name by which messages call it, such as {@code version 2} or a file. */
public record Version(SchemaFile file, String label) {
  private static final String NUMBERED = "version ";

  public static boolean numbered(List<String> labels) {
    return labels.stream().allMatch(label -> label.startsWith(NUMBERED));
  }

  /** {@code version 1, 2 or 3}, or the names one after the other. */
  public static String all(List<String> labels, String conjunction) {
    if (!numbered(labels)) {
      return TypeNames.list(labels, conjunction);
    }
    List<String> numbers = labels.stream().map(l -> l.substring(NUMBERED.length())).toList();
    return NUMBERED + TypeNames.list(numbers, conjunction);
  }
}
