package io.employeecdc.consumer.parked;

import java.time.Instant;
import java.util.Map;

/**
 * What one transaction that settled brought.
 *
 * @param now by the target's clock
 * @param reached how far each partition has been applied
 * @param inTheWay of parked changes, as long as it is not known
 * @param overtaken whether a change was overtaken while it was settled
 */
record SettleLook(
    Settled settled,
    Instant now,
    Map<Integer, Long> reached,
    Map<Long, Long> inTheWay,
    boolean overtaken) {}
