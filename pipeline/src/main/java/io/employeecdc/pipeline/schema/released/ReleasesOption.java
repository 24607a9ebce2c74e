package io.employeecdc.pipeline.schema.released;

import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.release.Frozen;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.contract.release.Tampering;
import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which versions are released; to be mixed into a command. */
public final class ReleasesOption {
  private static final String RELEASED = "src/main/resources/released";
  private static final String SCHEMA = "EmployeeCDC";

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: the released versions that this program carries.")
  String schemas;

  /** Oldest first; empty after a complaint. */
  public List<SchemaVersion> read(OptionReader options) {
    if (schemas == null) {
      return ReleasedSchemas.all();
    }
    Path folder = OptionReader.path(schemas).resolve(RELEASED).resolve(SCHEMA);
    try {
      ReleasedFiles files = ReleasedFiles.read(folder);
      List<Tampering> tampering = Frozen.check(files);
      tampering.forEach(t -> options.complain("--schemas", t.message()));
      List<SchemaVersion> releases = tampering.isEmpty() ? ReleasedSchemas.of(files) : List.of();
      if (tampering.isEmpty() && releases.isEmpty()) {
        options.complain("--schemas", "holds no released version");
      }
      return releases;
    } catch (IOException e) {
      options.complain("--schemas", "not a folder with released versions that can be read");
      return List.of();
    }
  }
}
