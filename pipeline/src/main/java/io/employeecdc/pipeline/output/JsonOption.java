package io.employeecdc.pipeline.output;

import io.employeecdc.runtime.options.OptionReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command's result goes as JSON; to be mixed into a command. */
public final class JsonOption {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the result as JSON to this file; - is standard output, in place of the text.")
  String file;

  public JsonOutput read(OptionReader options) {
    if (file == null) {
      return new JsonOutput(false, Optional.empty());
    }
    if (file.equals("-")) {
      return new JsonOutput(true, Optional.empty());
    }
    Path path = Path.of(file).toAbsolutePath();
    Path folder = path.getParent();
    if (Files.isDirectory(path) || folder == null || !Files.isDirectory(folder)) {
      options.complain("--json", "'" + file + "' is not a file in a folder that exists");
    }
    return new JsonOutput(false, Optional.of(path));
  }
}
