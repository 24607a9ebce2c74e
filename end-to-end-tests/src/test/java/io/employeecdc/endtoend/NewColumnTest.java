package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A column comes under load, by one field in the contract: whichever service is deployed first, and
 * whichever is rolled back meanwhile.
 */
@Tag("servers")
class NewColumnTest {
  private static final String PHONE =
      """
      {"name": "phone", "type": ["null", "string"], "default": null, "sqlType": "varchar(30)"}""";

  private static final String ADDED = "alter table employees add column phone varchar(30)";

  private static final String PHONES_FROM_BEFORE =
      "update employees set phone = '030-' || emp_id where emp_id % 2 = 0";

  private static final String PHONE_OF_ADA =
      "select max(phone) from employees where emp_id = 910001";

  private static final int CHANGES = 400;

  /** About 500 changes a second, for two minutes at most. */
  private static final String WRITER =
      """
      do $$ begin
        for i in 1..60000 loop
          insert into employees (emp_id, city) values (920000 + i % 700, 'City ' || i)
          on conflict (emp_id) do update set city = excluded.city;
          commit;
          perform pg_sleep(0.002);
        end loop;
      end $$""";

  private static final String CANCELLED = "57014";

  private @TempDir Path folder;
  private Statement writer;
  private PipelineUnderTest today;
  private PipelineUnderTest next;
  private Service producer;
  private Service consumer;

  @Test
  void the_producer_first_and_rolled_back_under_a_consumer_that_knows_the_column()
      throws Exception {
    begin("new_column_producer");
    today.target(ADDED);
    today.source(ADDED);
    today.source(PHONES_FROM_BEFORE);
    setUp("setup");
    CompletableFuture<Void> load = today.play(CHANGES, 4);
    replaceProducer(next);
    today.source("insert into employees (emp_id, city, phone) values (910001, 'Rome', '1')");
    load.join();
    awaitAll();
    assertThat(today.askTarget(PHONE_OF_ADA)).isNull();
    replaceConsumer(next);
    today.source("update employees set phone = '2' where emp_id = 910001");
    awaitPhone("2");

    replaceProducer(today);
    today.source("update employees set city = 'Oslo' where emp_id = 910001");
    today
        .waiting("the city is there")
        .until(
            () -> today.askTarget("select max(city) from employees where emp_id = 910001"),
            "Oslo"::equals);
    assertThat(today.askTarget(PHONE_OF_ADA)).isEqualTo("2");
    today.source("update employees set phone = '3' where emp_id = 910001");
    today.play(CHANGES, 10).join();
    replaceProducer(next);

    theRestIsBroughtLater();
    assertThat(today.askTarget(PHONE_OF_ADA)).isEqualTo("3");
  }

  @Tag("nightly")
  @Test
  void the_consumer_first_and_rolled_back_under_a_producer_that_writes_the_column()
      throws Exception {
    begin("new_column_consumer");
    CompletableFuture<Void> load = write();
    CommandRun plan = next.cdc("setup", "--alter-tables", "--dry-run");
    assertThat(plan.out()).contains("source    runs " + ADDED, "target    runs " + ADDED);
    setUp("setup", "--alter-tables");
    today.source(PHONES_FROM_BEFORE);
    replaceConsumer(next);
    replaceProducer(next);
    writer.cancel();
    load.join();
    today.source("insert into employees (emp_id, city, phone) values (910001, 'Rome', '1')");
    awaitPhone("1");
    replaceConsumer(today);
    today.source("update employees set phone = '2' where emp_id = 910001");
    today.play(CHANGES, 10).join();
    awaitAll();
    assertThat(today.askTarget(PHONE_OF_ADA)).isEqualTo("1");
    replaceConsumer(next);

    theRestIsBroughtLater();
    assertThat(today.askTarget(PHONE_OF_ADA)).isEqualTo("2");
  }

  @AfterEach
  void end() throws SQLException {
    if (writer != null) {
      writer.getConnection().close();
    }
    today.close();
  }

  /** Writes until it is cancelled. */
  private CompletableFuture<Void> write() throws SQLException {
    writer = today.connectSource().createStatement();
    return CompletableFuture.runAsync(
        () ->
            assertThatThrownBy(() -> writer.execute(WRITER))
                .isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CANCELLED)));
  }

  private void begin(String name) throws Exception {
    today = PipelineUnderTest.create(name);
    next = today.withOlder(OtherBuild.withColumn(PHONE, folder));
    producer = today.producer(Map.of());
    consumer = today.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
    today.play(CHANGES, 10).join();
    today.awaitEqual();

    CommandRun refused = next.cdc("setup");
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
    assertThat(refused.err().split(Pattern.quote(ADDED))).hasSize(3);
  }

  private void setUp(String... arguments) throws Exception {
    CommandRun setup = next.cdc(arguments);
    assertThat(setup.exitCode()).as(setup.err()).isZero();
    assertThat(setup.out() + setup.err()).contains("cdc backfill --incomplete");
    CommandRun deploy = next.cdc("schema", "can-deploy", "consumer");
    assertThat(deploy.exitCode()).as(deploy.out() + deploy.err()).isZero();
    assertThat(deploy.out()).contains("may be deployed now", "employee.phone");
  }

  private void theRestIsBroughtLater() throws Exception {
    awaitAll();
    assertThat(next.cdc("verify").exitCode()).isEqualTo(7);
    today.waiting("the consumer has counted").until(() -> status().contains("incomplete  "));
    CommandRun backfill = next.cdc("backfill", "--incomplete");
    assertThat(backfill.exitCode()).as(backfill.err()).isZero();
    awaitAll();
    CommandRun verify = next.cdc("verify");
    assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    today.waiting("nothing is incomplete").until(() -> !status().contains("incomplete  "));
    assertThat(TopicContent.deadLetters(today.channel())).isEmpty();
  }

  private void awaitAll() throws Exception {
    today.awaitNewest();
    today.awaitNoLag();
  }

  private String status() throws Exception {
    return next.cdc("status", "--peer", today.peer(producer), "--peer", today.peer(consumer)).out();
  }

  private void awaitPhone(String phone) throws Exception {
    today.waiting("the phone is there").until(() -> today.askTarget(PHONE_OF_ADA), phone::equals);
  }

  private void replaceProducer(PipelineUnderTest build) {
    producer.stop();
    producer = build.producer(Map.of());
    producer.start();
  }

  private void replaceConsumer(PipelineUnderTest build) {
    consumer.stop();
    consumer = build.consumer(Map.of());
    consumer.start();
  }
}
