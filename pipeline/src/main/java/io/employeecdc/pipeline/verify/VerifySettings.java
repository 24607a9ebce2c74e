package io.employeecdc.pipeline.verify;

import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.database.DatabaseSettings;

/**
 * What to compare and how to say it.
 *
 * @param rangeSize rows in a range
 * @param keyLimit keys of each kind that are reported at most
 */
record VerifySettings(
    DatabaseSettings source,
    DatabaseSettings target,
    int rangeSize,
    int keyLimit,
    JsonOutput json) {}
