package io.employeecdc.workbench.stack;

import io.employeecdc.localstack.StackSettings;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.peers.StackDirectory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new local stack is to be, as a whole and in parts; to be mixed into a command. */
public final class StackOptions {
  @Mixin StackDirectory directory = new StackDirectory();
  @Mixin Brokers brokers = new Brokers();

  @Option(
      names = "--secure",
      description =
          "TLS everywhere, a user for each command and service, and no rights but those that each"
              + " needs. Certificates and passwords are made for this stack.")
  boolean secure;

  @Option(
      names = "--capture",
      paramLabel = "triggers|debezium",
      description =
          "By what the source's changes are captured. For Debezium there is Kafka Connect too."
              + " Default: triggers.")
  String capture = "triggers";

  private enum CaptureProgram {
    TRIGGERS,
    DEBEZIUM
  }

  public StackSettings read(OptionReader options, int firstPort) {
    boolean connect =
        options.choice("--capture", capture, CaptureProgram.class) == CaptureProgram.DEBEZIUM;
    if (secure && connect) {
      options.complain("--capture", "Debezium runs in a stack that is not --secure");
      connect = false;
    }
    return new StackSettings(directory.path(), brokers.read(options), firstPort, secure, connect);
  }

  /** How many brokers it has. */
  public static final class Brokers {
    @Option(
        names = "--brokers",
        paramLabel = "N",
        description = "Kafka brokers, 1 or 3. Default: 1.")
    String brokers = "1";

    /** The number; 1 after a complaint. */
    public int read(OptionReader options) {
      if (!brokers.equals("1") && !brokers.equals("3")) {
        options.complain("--brokers", "not 1 or 3");
        return 1;
      }
      return Integer.parseInt(brokers);
    }
  }
}
