package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Tag;

/** Faults of brokers, with three of them. */
@Tag("servers")
class BrokerFaultsTest {
  private static final int BROKERS = 3;
  private static final int FOR_NEW_RECORDS_MEGABYTES = 24;

  /** Longer than the session of the group. */
  private static final Duration OUTAGE = Duration.ofSeconds(12);

  @FaultTest
  void when_the_leader_dies_and_then_the_controller_all_goes_on(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.scene(stack(), Fault.LEADER_DIES, seed);
        Admin admin = Admin.create(scene.pipeline().local().kafka().client("test"))) {
      scene.start();
      String topic = scene.pipeline().local().names().topic();
      Server leader = broker(describe(admin, topic).partitions().get(0).leader().id());
      leader.kill();
      scene.heal(() -> {});
      leader.start();
      awaitAllInSync(scene, admin);

      Server controller = broker(admin.describeMetadataQuorum().quorumInfo().get().leaderId());
      controller.kill();
      scene.heal(() -> {});
      controller.start();
      awaitAllInSync(scene, admin);
      scene.check();
    }
  }

  @FaultTest
  void while_two_of_three_brokers_are_gone_services_wait_and_then_catch_up(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.scene(stack(), Fault.BROKERS_STOP, seed)) {
      scene.start();
      List<Server> gone =
          scene.random().nextBoolean()
              ? stack().brokers().subList(0, BROKERS - 1)
              : stack().brokers().subList(1, BROKERS);
      gone.forEach(Server::kill);
      scene.letPass(OUTAGE);
      List<JavaService> services = List.of(scene.producer(), scene.consumer());
      assertThat(services).allMatch(Server::answers);
      scene
          .pipeline()
          .waiting("the producer says that it is not ready")
          .until(() -> Health.ready(scene.producer()) == HttpURLConnection.HTTP_UNAVAILABLE);

      scene.heal(gone);
      assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();
      scene.check();
    }
  }

  @FaultTest
  void when_the_disk_of_a_broker_is_full_no_acknowledged_record_is_lost(long seed, Stages stages)
      throws Exception {
    Server broker = broker(1 + (int) (seed % BROKERS));
    try (MovedData data = MovedData.ofBroker(broker, FOR_NEW_RECORDS_MEGABYTES);
        Scene scene = stages.fresh(stack(), Fault.BROKER_DISK_FULL, seed);
        Admin admin = Admin.create(scene.pipeline().local().kafka().client("test"))) {
      scene.start();
      awaitAllInSync(scene, admin);
      scene.awaitAnyMoment();
      data.fill();
      scene.pipeline().waiting("the broker gives up").until(() -> !broker.alive());
      scene.heal(() -> {});
      assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();

      data.free();
      broker.start();
      awaitAllInSync(scene, admin);
      scene.check();
    } finally {
      stages.close();
    }
  }

  private static LocalStack stack() {
    return TestStack.withThreeBrokers();
  }

  private static Server broker(int id) {
    return stack().brokers().get(id - 1);
  }

  private static void awaitAllInSync(Scene scene, Admin admin) {
    scene
        .pipeline()
        .waiting("all replicas are in sync")
        .ignoreExceptions()
        .until(
            () ->
                admin.listTopics().names().get().stream()
                    .filter(topic -> !topic.startsWith("_"))
                    .allMatch(topic -> isInSync(admin, topic)));
  }

  private static boolean isInSync(Admin admin, String topic) {
    return describe(admin, topic).partitions().stream().allMatch(p -> p.isr().size() == BROKERS);
  }

  private static TopicDescription describe(Admin admin, String topic) {
    return admin
        .describeTopics(Set.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .get(topic);
  }
}
