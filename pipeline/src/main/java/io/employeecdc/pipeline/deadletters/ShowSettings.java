package io.employeecdc.pipeline.deadletters;

/**
 * What to show.
 *
 * @param registryUrl where the schemas are; null unless values are shown
 */
record ShowSettings(
    DeadLetterTopicSettings topic, Place place, boolean showValues, String registryUrl) {}
