package io.employeecdc.workbench.run;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import java.util.Map;
import java.util.TreeMap;

/** What one pipeline on a stack calls its own. */
public record PipelineNames(
    Contract contract,
    String source,
    String target,
    String topic,
    String deadLetters,
    String positions,
    String group) {

  /** Those that commands and services take by themselves, in these databases. */
  public static PipelineNames standard(Contract contract, String source, String target) {
    return of(contract, source, target, "");
  }

  public static PipelineNames of(Contract contract, String suffix) {
    return of(contract, "source_" + suffix, "target_" + suffix, "_" + suffix);
  }

  private static PipelineNames of(Contract contract, String source, String target, String suffix) {
    Names names = contract.names();
    return new PipelineNames(
        contract,
        source,
        target,
        names.topic() + suffix,
        names.deadLetterTopic() + suffix,
        names.positionTopic() + suffix,
        names.group() + suffix);
  }

  /** Another topic's. */
  public PipelineNames withTopic(String other) {
    return new PipelineNames(contract, source, target, other, deadLetters, positions, group);
  }

  /** The same as settings of commands and services; a database is part of a URL. */
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>();
    all.put("CDC_CONTRACT", contract.name());
    all.put("CDC_TOPIC", topic);
    all.put("CDC_DLQ_TOPIC", deadLetters);
    all.put("CDC_POSITION_TOPIC", positions);
    all.put("CDC_GROUP", group);
    return all;
  }
}
