package io.employeecdc.pipeline.demo;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.pipeline.output.JsonOutput;
import java.nio.file.Path;

/**
 * What to show.
 *
 * @param input a change history; null to make one up
 * @param changes how many changes to make up
 * @param keep leave everything running at the end
 */
record DemoSettings(
    Contract contract,
    StackSettings stack,
    Path input,
    long changes,
    boolean keep,
    JsonOutput json) {}
