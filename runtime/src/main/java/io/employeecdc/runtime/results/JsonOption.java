package io.employeecdc.runtime.results;

import io.employeecdc.runtime.options.OptionReader;
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
    return "-".equals(file)
        ? new JsonOutput(true, Optional.empty())
        : new JsonOutput(false, Optional.ofNullable(options.writableFile("--json", file)));
  }
}
