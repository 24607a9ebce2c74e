package io.employeecdc.schematools.check;

import io.employeecdc.schematools.rule.Direction;

/**
 * What became of one reader and writer.
 *
 * @param version the label of the earlier version
 * @param decodes whether every record can be read
 * @param registryAccepts what the registry's own check says
 */
public record PairVerdict(
    String version, Direction direction, boolean decodes, boolean registryAccepts) {}
