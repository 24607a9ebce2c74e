package io.employeecdc.runtime.options;

import picocli.CommandLine.Option;

final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and end.")
  boolean asked;
}
