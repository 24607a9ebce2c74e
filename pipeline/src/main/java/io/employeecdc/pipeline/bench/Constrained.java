package io.employeecdc.pipeline.bench;

import io.employeecdc.pipeline.run.LocalPipeline;

/**
 * A backlog applied to a target with constraints.
 *
 * @param stage how fast
 * @param deadLetters how many of its changes became dead letters
 */
record Constrained(LocalPipeline pipeline, Stage stage, long deadLetters) {}
