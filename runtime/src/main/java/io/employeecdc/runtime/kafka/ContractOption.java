package io.employeecdc.runtime.kafka;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.options.OptionReader;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose table it is about; to be mixed into a command. */
public final class ContractOption {
  private static final String NAME = "--contract";
  private static final String PREFIX = "--name-prefix";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description =
          "Contract of the table, one of those that have a released version. Default: the only one"
              + " there is, or EmployeeCDC.")
  String contract;

  @Option(
      names = PREFIX,
      paramLabel = "TEXT",
      description =
          "Put before the names of topics, groups and producer that follow from the contract, so that"
              + " several pipelines share brokers: the same for set-up, services and commands."
              + " Default: nothing.")
  String prefix;

  private Contract read;

  /** The contract; the standard one, with a complaint, if there is none of that name. */
  public Contract read(OptionReader options) {
    if (read == null) {
      Contract found = find(options);
      read = prefix == null ? found : found.prefixed(KafkaName.read(options, PREFIX, prefix));
    }
    return read;
  }

  private Contract find(OptionReader options) {
    String there = "there is " + String.join(", ", Contract.carried());
    Contract standard = Contract.standard();
    if (contract == null) {
      if (Contract.carried().size() > 1 && !standard.name().equals(Contract.SHIPPED)) {
        options.complain(NAME, "missing; " + there);
      }
      return standard;
    }
    Optional<Contract> named = Contract.named(contract);
    if (named.isEmpty()) {
      options.complain(
          NAME,
          "no contract that has a released version; %s; a new one is released by 'cdc schema release'"
              .formatted(there));
    }
    return named.orElse(standard);
  }

  /** A row's key as text; null, with a complaint, if it is none of the contract's. */
  public static String key(OptionReader options, Key key, String option, String text) {
    try {
      return key.text(key.parse(text));
    } catch (IllegalArgumentException e) {
      options.complain(option, "not " + e.getMessage());
      return null;
    }
  }
}
