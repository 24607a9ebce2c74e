package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import picocli.CommandLine.Option;

/** Which versions are released; to be mixed into a command. */
final class ReleasesOption {
  private static final String FOLDER = "src/main/resources/released/EmployeeCDC";

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: the released versions that this program carries.")
  String schemas;

  ReleasedVersions read(OptionReader options) {
    if (schemas == null) {
      return ReleasedVersions.carried();
    }
    List<SchemaVersion> versions = new ArrayList<>();
    Path folder = Path.of(schemas).resolve(FOLDER);
    for (int number = 1; Files.exists(folder.resolve("v" + number + ".avsc")); number++) {
      Path file = folder.resolve("v" + number + ".avsc");
      try {
        versions.add(new SchemaVersion(number, new Schema.Parser().parse(Files.readString(file))));
      } catch (IOException | SchemaParseException e) {
        options.complain("--schemas", "'" + file + "' cannot be read as a schema");
      }
    }
    if (versions.isEmpty()) {
      options.complain("--schemas", "'" + folder + "' holds no released version");
    }
    return new ReleasedVersions(versions.isEmpty() ? ReleasedSchemas.all() : versions);
  }
}
