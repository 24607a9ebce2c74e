package io.employeecdc.pipeline.stack;

import picocli.CommandLine.Option;

/** Whether a local stack is a secure one; to be mixed into a command. */
public final class SecureOption {
  @Option(
      names = "--secure",
      description =
          "TLS everywhere, a user for each command and service, and no rights but those that each"
              + " needs. Certificates and passwords are made for this stack.")
  boolean secure;

  /** The choice. */
  public boolean read() {
    return secure;
  }
}
