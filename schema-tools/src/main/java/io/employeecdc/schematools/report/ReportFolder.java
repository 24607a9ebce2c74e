package io.employeecdc.schematools.report;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Where the pages are put; made if it is not there. */
public record ReportFolder(Path path) {
  public Path html() {
    return path.resolve("index.html");
  }

  public Path markdown() {
    return path.resolve("report.md");
  }

  /** Writes both pages; fails with exit code 3 if it cannot. */
  public void write(List<SchemaReport> reports, LocalDate date) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw refused("it is a file", null);
    }
    try {
      Files.createDirectories(path);
      ResultFile.writePublic(html(), ReportTemplates.html(reports, date));
      ResultFile.writePublic(markdown(), ReportTemplates.markdown(reports, date));
    } catch (IOException e) {
      throw refused(e.getClass().getSimpleName(), e);
    }
  }

  private CdcException refused(String reason, IOException cause) {
    return new CdcException(
        ExitCode.CONFIGURATION,
        "cannot write to '" + path + "': " + reason + "; name a folder with --out",
        cause);
  }
}
