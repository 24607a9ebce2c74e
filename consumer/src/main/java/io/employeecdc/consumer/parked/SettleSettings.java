package io.employeecdc.consumer.parked;

import java.time.Duration;

/**
 * How parked changes are treated.
 *
 * @param topic whose changes they are
 * @param parkFor longer than the largest source transaction takes to be published
 * @param most how many may be parked before the service stops
 */
public record SettleSettings(String topic, Duration parkFor, int most) {}
