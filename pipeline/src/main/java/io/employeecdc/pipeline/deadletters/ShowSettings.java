package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.registry.RegistrySettings;

/**
 * What to show.
 *
 * @param registry where the schemas are; null unless values are shown
 */
record ShowSettings(
    DeadLetterTopicSettings topic,
    Place place,
    boolean showValues,
    RegistrySettings registry,
    JsonOutput json) {}
