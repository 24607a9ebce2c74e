package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Mode;
import java.time.LocalDate;
import java.util.List;

/** What to release, and when that is. */
record ReleaseSettings(
    SchemaFolder folder, List<Comparison> comparisons, Mode mode, LocalDate date) {}
