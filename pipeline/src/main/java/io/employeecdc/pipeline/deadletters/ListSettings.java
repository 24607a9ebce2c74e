package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOutput;

/**
 * What to list and how to say it.
 *
 * @param group of the replays
 * @param all also the letters that the group is done with
 * @param limit dead letters that get a line at most; all are counted
 * @param period by which they are counted
 */
record ListSettings(
    DeadLetterTopicSettings topic,
    String group,
    boolean all,
    int limit,
    Period period,
    JsonOutput json) {}
