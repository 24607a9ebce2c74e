package io.employeecdc.schematools.check;

import java.util.List;

/** A schema that was judged, and all its earlier versions, oldest first. */
public record JudgedSchema(CheckResult result, List<Version> earlier) {
  public JudgedSchema with(List<Finding> findings) {
    return new JudgedSchema(result.with(findings), earlier);
  }
}
