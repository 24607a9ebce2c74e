package io.employeecdc.pipeline.schema;

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

/** Which released versions to register; to be mixed into a command. */
final class ReleasesToRegister {
  private static final String SCHEMA = "EmployeeCDC";

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: the released versions that this program carries.")
  String schemas;

  List<SchemaVersion> read(OptionReader options) {
    if (schemas == null) {
      return ReleasedSchemas.all();
    }
    Path folder = SchemaFolder.of(schemas).releasedFolder(SCHEMA);
    try {
      ReleasedFiles files = ReleasedFiles.read(folder);
      List<Tampering> tampering = Frozen.check(files);
      tampering.forEach(t -> options.complain("--schemas", "'" + folder + "': " + t.message()));
      List<SchemaVersion> releases = tampering.isEmpty() ? ReleasedSchemas.of(files) : List.of();
      if (tampering.isEmpty() && releases.isEmpty()) {
        options.complain("--schemas", "'" + folder + "' holds no released version");
      }
      return releases;
    } catch (IOException e) {
      options.complain("--schemas", "'" + folder + "' cannot be read");
      return List.of();
    }
  }
}
