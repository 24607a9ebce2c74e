package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.check.Mode;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.util.List;

/**
 * What to register, and where.
 *
 * @param releases oldest first
 * @param level what changes the subject is to allow
 */
record RegisterSettings(
    RegistrySettings registry,
    String topic,
    List<SchemaVersion> releases,
    Mode level,
    boolean dryRun,
    JsonOutput json) {}
