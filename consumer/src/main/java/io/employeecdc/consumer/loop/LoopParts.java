package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.database.DatabaseSettings;

/**
 * What a loop works with. Decoder and dead-letter topic are its own, the others may be shared.
 *
 * @param target named in messages
 */
public record LoopParts(
    ChangeDecoder decoder,
    ChangeApplier applier,
    DatabaseSettings target,
    DeadLetterTopic deadLetters,
    ConsumerMetrics metrics) {}
