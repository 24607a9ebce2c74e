package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Mode;
import io.employeecdc.contract.check.Rules;
import io.employeecdc.pipeline.schema.report.ReportFolder;
import java.util.List;

/** What to report on and where to. */
record ReportSettings(List<Comparison> comparisons, Mode mode, Rules rules, ReportFolder folder) {}
