package io.employeecdc.runtime.management;

import io.employeecdc.runtime.options.OptionReader;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a service shows metrics and health; to be mixed into its command. */
public final class ManagementOption {
  /** An address, not a name: what a service listens on must not depend on a name server. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:]{2,39}");

  /** Nobody is asked for a password, so who may reach it from elsewhere is for others to say. */
  private static final String THIS_MACHINE = "127.0.0.1";

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port for /metrics and /health; 0 takes a free one. Default: 0.")
  String port = "0";

  @Option(
      names = "--management-address",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on for metrics and health; 0.0.0.0 is all. Default: 127.0.0.1.")
  String address = THIS_MACHINE;

  public InetSocketAddress read(OptionReader options) {
    int number = options.wholeNumber("--management-port", port, 0, 65_535);
    String allowed = "an address such as 0.0.0.0 or 127.0.0.1";
    options.matching("--management-address", address, ADDRESS, allowed);
    return new InetSocketAddress(
        ADDRESS.matcher(address).matches() ? address : THIS_MACHINE, number);
  }
}
