package io.employeecdc.pipeline.deadletters;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the one record that has this offset. */
final class Picked implements Consumer<ConsumerRecord<byte[], byte[]>> {
  private final long offset;
  private Optional<ConsumerRecord<byte[], byte[]>> found = Optional.empty();

  Picked(long offset) {
    this.offset = offset;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> letter) {
    if (letter.offset() == offset) {
      found = Optional.of(letter);
    }
  }

  Optional<ConsumerRecord<byte[], byte[]>> found() {
    return found;
  }
}
