package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import java.util.List;

/** How findings are written. */
enum Format {
  TEXT,
  JSON,
  GITHUB,
  MARKDOWN,
  SARIF;

  /** The whole report, with a line end at its end. */
  String render(List<CheckResult> results) {
    return switch (this) {
      case TEXT -> TextFormat.render(results);
      case JSON -> JsonFormat.render(results);
      case GITHUB -> GithubFormat.render(results);
      case MARKDOWN -> MarkdownFormat.render(results);
      case SARIF -> SarifFormat.render(results);
    };
  }
}
