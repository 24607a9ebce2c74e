package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import java.io.PrintWriter;
import java.util.List;

/** How findings are written. */
enum Format {
  TEXT,
  JSON,
  GITHUB,
  MARKDOWN,
  SARIF;

  /** Prints the whole report. */
  void print(List<CheckResult> results, PrintWriter out) {
    switch (this) {
      case TEXT -> TextFormat.print(results, out);
      case JSON -> JsonFormat.print(results, out);
      case GITHUB -> GithubFormat.print(results, out);
      case MARKDOWN -> MarkdownFormat.print(results, out);
      case SARIF -> SarifFormat.print(results, out);
    }
  }
}
