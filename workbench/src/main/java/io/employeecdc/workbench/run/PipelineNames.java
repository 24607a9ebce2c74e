package io.employeecdc.workbench.run;

import io.employeecdc.contract.table.Contract;
import java.util.Map;

/**
 * What one pipeline on a stack calls its own.
 *
 * @param contract with the prefix before its names
 * @param source the database that is captured
 * @param target the database that is written
 * @param prefix before the names of topics and group; empty for those that commands and services
 *     take by themselves
 */
public record PipelineNames(Contract contract, String source, String target, String prefix) {

  /** Those that commands and services take by themselves, in these databases. */
  public static PipelineNames standard(Contract contract, String source, String target) {
    return new PipelineNames(contract, source, target, "");
  }

  public static PipelineNames of(Contract contract, String name) {
    String prefix = name + "_";
    return new PipelineNames(contract.prefixed(prefix), "source_" + name, "target_" + name, prefix);
  }

  public String topic() {
    return contract.names().topic();
  }

  public String deadLetters() {
    return contract.names().deadLetterTopic();
  }

  public String positions() {
    return contract.names().positionTopic();
  }

  public String group() {
    return contract.names().group();
  }

  /** The same as settings of commands and services; a database is part of a URL. */
  public Map<String, String> environment() {
    return prefix.isEmpty()
        ? Map.of("CDC_CONTRACT", contract.name())
        : Map.of("CDC_CONTRACT", contract.name(), "CDC_NAME_PREFIX", prefix);
  }
}
