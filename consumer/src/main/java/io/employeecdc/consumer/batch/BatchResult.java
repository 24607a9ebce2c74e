package io.employeecdc.consumer.batch;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param outcomes of its records, in their order
 * @param changes those that were decoded
 * @param applied what the target made of them
 * @param inTarget false if the target was not reached, and its outage is what they failed for
 * @param decoding time that its records took to decode
 * @param applying time that the target took
 */
public record BatchResult(
    List<Outcome> outcomes,
    List<Change> changes,
    Applied applied,
    boolean inTarget,
    Duration decoding,
    Duration applying) {}
