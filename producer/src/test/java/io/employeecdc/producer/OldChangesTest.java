package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What waited for longer than Kafka keeps every change, as while the producer was away. */
@Tag("servers")
class OldChangesTest {
  @Test
  void are_published_and_it_is_said_once_that_some_may_not_be_read() throws Exception {
    Pipe pipe = Pipe.create("old_changes");
    pipe.source()
        .execute(
            "insert into employees (emp_id) select g from generate_series(1, 5) g",
            "update emp_cdc set captured_at = now() - interval '8 days'");
    Logger logger = (Logger) LoggerFactory.getLogger(ProducerLoop.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (RunningProducer producer = pipe.produce(2)) {
      assertThat(pipe.untilCaughtUp()).hasSize(5);
      assertThat(producer.end()).isNotDone();
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .filteredOn(line -> line.getFormattedMessage().contains("more than 7 days old"))
        .singleElement()
        .satisfies(line -> assertThat(line.getFormattedMessage()).contains("verify --repair"));
  }
}
