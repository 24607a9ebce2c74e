package io.employeecdc.producer.watch;

import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers every second how far a group has consumed what is published. It needs the right
 * to describe the topic, which who writes to it has, and the group.
 */
public final class GroupWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String topic;
  private final String group;
  private final Admin admin;
  private final Supplier<Optional<Instant>> published;
  private final Consumer<Instant> applied;
  private final AppliedWatermark through = new AppliedWatermark();
  private final Housekeeping thread = new Housekeeping("group-watch", EVERY, this::look);
  private boolean complained;

  /**
   * A watch that is not started.
   *
   * @param published the moment of the source up to which everything is committed in the topic, as
   *     far as is known
   * @param applied told the moment up to which the group has committed it, whenever that is known
   */
  public GroupWatch(
      KafkaSettings kafka,
      String topic,
      String group,
      Supplier<Optional<Instant>> published,
      Consumer<Instant> applied) {
    this.admin = AdminClients.open(kafka, "group-watch", LIMIT, 2);
    this.topic = topic;
    this.group = group;
    this.published = published;
    this.applied = applied;
  }

  public void start(Shutdown service) {
    thread.start(service);
  }

  @Override
  public void close() {
    try {
      thread.close();
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private boolean look() {
    try {
      // In this order: see AppliedWatermark.
      Optional<Instant> moment = published.get();
      Map<TopicPartition, Long> all = TopicEnds.of(admin, topic);
      moment.ifPresent(time -> through.published(time, all));
      through.consumed(GroupOffsets.of(admin, group));
      through.moment().ifPresent(applied);
      complained = false;
    } catch (ExecutionException | RuntimeException e) {
      complain(KafkaFailure.unwrap(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Once for each time that it does not work; the gauge keeps its value, and so gets old. */
  private void complain(Throwable cause) {
    if (!complained) {
      boolean refused = KafkaFailure.isRefusal(cause);
      Coded.warn(
          LOG,
          refused ? ErrorCode.KAFKA_REFUSED : code(cause),
          "cannot tell how far group {} has applied topic {}: {}{}",
          group,
          topic,
          cause.getClass().getSimpleName(),
          refused ? "; its user needs the right to describe both" : "");
    }
    complained = true;
  }

  private static ErrorCode code(Throwable cause) {
    return cause instanceof KafkaException ? ErrorCode.KAFKA_UNREACHABLE : ErrorCode.UNEXPECTED;
  }
}
