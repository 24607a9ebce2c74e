package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.check.Finding;

/** Where a finding stands, in the form that editors and terminals jump to. */
final class FindingPlace {
  private FindingPlace() {}

  static String of(Finding finding) {
    return finding.file() + ":" + finding.at().line() + ":" + finding.at().column();
  }
}
