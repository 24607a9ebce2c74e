package io.employeecdc.schematools.released;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.release.ReleaseGuard;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.contract.release.Tampering;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

public final class ReleasesOption {
  private static final String RELEASED = "src/main/resources/released";

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: the released versions that this program carries.")
  String schemas;

  /** Those of a contract; those that are carried after a complaint. */
  public ReleasedVersions read(OptionReader options, Contract contract) {
    if (schemas == null) {
      return contract.released();
    }
    Path folder = OptionReader.path(schemas).resolve(RELEASED).resolve(contract.name());
    try {
      ReleasedFiles files = ReleasedFiles.read(folder);
      List<Tampering> tampering = ReleaseGuard.check(files);
      tampering.forEach(t -> options.complain("--schemas", t.message()));
      List<SchemaVersion> releases = tampering.isEmpty() ? ReleasedVersions.of(files) : List.of();
      if (tampering.isEmpty() && releases.isEmpty()) {
        options.complain("--schemas", "holds no released version of " + contract);
      }
      return releases.isEmpty() ? contract.released() : new ReleasedVersions(releases);
    } catch (IOException e) {
      options.complain("--schemas", "not a folder with released versions that can be read");
      return contract.released();
    }
  }
}
