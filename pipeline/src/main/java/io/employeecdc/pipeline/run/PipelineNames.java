package io.employeecdc.pipeline.run;

import io.employeecdc.contract.Names;
import java.util.Map;

/**
 * What one pipeline on a stack calls its own.
 *
 * @param source database on the source server
 * @param target database on the target server
 */
public record PipelineNames(
    String source,
    String target,
    String topic,
    String deadLetters,
    String positions,
    String group) {

  /** Those of a pipeline beside others. */
  public static PipelineNames of(String suffix) {
    return new PipelineNames(
        "source_" + suffix,
        "target_" + suffix,
        Names.TOPIC + "_" + suffix,
        Names.DEAD_LETTER_TOPIC + "_" + suffix,
        Names.POSITION_TOPIC + "_" + suffix,
        Names.GROUP + "_" + suffix);
  }

  /** The same as settings of commands and services; a database is part of a URL. */
  public Map<String, String> environment() {
    return Map.of(
        "CDC_TOPIC", topic,
        "CDC_DLQ_TOPIC", deadLetters,
        "CDC_POSITION_TOPIC", positions,
        "CDC_GROUP", group);
  }
}
