package io.employeecdc.consumer.deadletter;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Remembers why the first record failed; a commit's own exception only says that one did. */
final class FirstFailure implements Callback {
  private volatile Exception first;

  @Override
  public void onCompletion(RecordMetadata written, Exception failure) {
    if (failure != null && first == null) {
      first = failure;
    }
  }

  Exception or(RuntimeException commit) {
    return first == null ? commit : first;
  }
}
