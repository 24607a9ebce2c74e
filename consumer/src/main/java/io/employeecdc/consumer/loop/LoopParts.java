package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.runtime.database.DatabaseSettings;

/**
 * What a loop works with. Decoder and dead-letter topic are its own, the others may be shared.
 *
 * @param settling told when something is parked; shared by all loops of the process
 * @param brake shared by all loops of the process
 * @param target named in messages
 * @param recheck asks again for all that is relied on in the target, after an outage
 */
public record LoopParts(
    ChangeDecoder decoder,
    ChangeApplier applier,
    DatabaseSettings target,
    DeadLetterTopic deadLetters,
    Settling settling,
    Brake brake,
    ConsumerMetrics metrics,
    TargetCheck recheck) {}
