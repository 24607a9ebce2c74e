package io.employeecdc.consumer.apply;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The record that a change is from, kept with it while it is parked.
 *
 * <p>Each of its buffers is the whole of an array.
 *
 * @param timestamp in milliseconds since 1970
 * @param key empty if it has none
 * @param value empty if it has none
 * @param headers in whatever form the caller reads them again
 */
public record Origin(
    String topic,
    int partition,
    long offset,
    long timestamp,
    Optional<ByteBuffer> key,
    Optional<ByteBuffer> value,
    ByteBuffer headers) {}
