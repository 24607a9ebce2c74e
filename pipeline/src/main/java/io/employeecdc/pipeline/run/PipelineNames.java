package io.employeecdc.pipeline.run;

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
    String group) {}
