package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.StackSettings;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

public final class StackOptions {
  @Mixin StackDirectory directory = new StackDirectory();
  @Mixin BrokersOption brokers = new BrokersOption();

  @Option(
      names = "--secure",
      description =
          "TLS everywhere, a user for each command and service, and no rights but those that each"
              + " needs. Certificates and passwords are made for this stack.")
  boolean secure;

  public StackSettings read(OptionReader options, int firstPort) {
    return new StackSettings(directory.path(), brokers.read(options), firstPort, secure);
  }
}
