package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import java.time.Clock;

/**
 * A loop's sense of time.
 *
 * @param progress where it reports that it goes on, or what it waits for
 * @param backoff how long it waits while something is out of reach
 */
public record LoopTiming(Clock clock, Progress progress, Backoff backoff) {}
