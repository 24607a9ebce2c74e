package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Mode;
import io.employeecdc.contract.check.Rules;
import java.util.List;

/** What to check and how to say it. */
record CheckSettings(List<Comparison> comparisons, Mode mode, Rules rules, Format format) {}
