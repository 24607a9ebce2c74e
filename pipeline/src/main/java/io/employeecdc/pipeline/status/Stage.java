package io.employeecdc.pipeline.status;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One counter of the flow.
 *
 * @param name as in the text; with underscores for spaces in JSON
 * @param outcome true if it is a part of what was consumed
 * @param total since the services started; empty if no service answers that counts it
 * @param perSecond between the two looks; empty if it was seen once only
 */
record Stage(String name, boolean outcome, OptionalLong total, OptionalDouble perSecond) {}
