package io.employeecdc.pipeline.deadletters;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the one record that has this offset. */
final class Picked implements Predicate<ConsumerRecord<byte[], byte[]>> {
  private final long offset;
  private Optional<ConsumerRecord<byte[], byte[]>> found = Optional.empty();

  Picked(long offset) {
    this.offset = offset;
  }

  @Override
  public boolean test(ConsumerRecord<byte[], byte[]> letter) {
    if (letter.offset() == offset) {
      found = Optional.of(letter);
    }
    return true;
  }

  Optional<ConsumerRecord<byte[], byte[]>> found() {
    return found;
  }
}
