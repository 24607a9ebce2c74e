package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.replay.ReplaySettings;
import io.employeecdc.contract.table.Key;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.registry.RegistrySettings;

/**
 * What to replay and how to say it.
 *
 * @param letters where the dead letters are
 * @param limit letters at most; {@link Long#MAX_VALUE} for all
 * @param dryRun only say what would become of them
 * @param ask whether to ask before anything is changed
 * @param quiet no line for each letter
 */
record ReplayRequest(
    DeadLetterTopicSettings letters,
    ReplaySettings replay,
    RegistrySettings registry,
    Selection selection,
    long limit,
    boolean dryRun,
    boolean ask,
    boolean quiet,
    JsonOutput json) {
  /** What the letters' keys are like. */
  Key key() {
    return letters.key();
  }
}
