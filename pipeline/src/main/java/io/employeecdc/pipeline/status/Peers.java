package io.employeecdc.pipeline.status;

import java.util.List;

/**
 * The services' management addresses, each {@code host:port}.
 *
 * @param expected true if a service must be at each of them; false if these are only the usual
 *     ones, of which those that are silent are passed over
 */
record Peers(List<String> addresses, boolean expected) {}
