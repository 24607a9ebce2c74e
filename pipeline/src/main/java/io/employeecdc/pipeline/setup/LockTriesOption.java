package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** How long set-up waits for an application; to be mixed into a command. */
final class LockTriesOption {
  @Option(
      names = "--lock-tries",
      paramLabel = "N",
      description =
          "Wait this often for a lock on a table, half a second each time and two seconds apart, so"
              + " that no writer waits longer; then give up. Default:"
              + " ${DEFAULT-VALUE}.")
  String tries = String.valueOf(SetupSettings.LOCK_TRIES);

  int read(OptionReader options) {
    return options.wholeNumber("--lock-tries", tries, 1, 100_000);
  }
}
