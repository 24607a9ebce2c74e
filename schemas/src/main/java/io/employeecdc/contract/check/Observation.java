package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.Position;

/**
 * A finding about one pair of schemas, before its sentence is made and equal ones are merged.
 *
 * @param direction null if it is about both
 * @param reason why, as a clause that names the field or type
 */
record Observation(
    Rule rule, Direction direction, Position at, String path, String reason, String remedy) {}
