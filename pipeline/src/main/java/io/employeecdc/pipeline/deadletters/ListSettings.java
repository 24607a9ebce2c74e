package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOutput;

/**
 * What to list and how to say it.
 *
 * @param limit dead letters that get a line at most; all are counted
 * @param period by which they are counted
 */
record ListSettings(DeadLetterTopicSettings topic, int limit, Period period, JsonOutput json) {}
