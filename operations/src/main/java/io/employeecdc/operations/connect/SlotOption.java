package io.employeecdc.operations.connect;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.options.OptionReader;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which slot Debezium reads; to be mixed into a command. */
public final class SlotOption {
  @Option(
      names = "--slot",
      paramLabel = "NAME",
      description =
          "The replication slot of the log's capture. Default: follows from the contract,"
              + " cdc_employees.")
  String slot;

  public String read(OptionReader options, Contract contract) {
    return slot == null
        ? contract.slot()
        : options.matching("--slot", slot, Pattern.compile("[a-z0-9_]{1,63}"), "a slot's name");
  }
}
