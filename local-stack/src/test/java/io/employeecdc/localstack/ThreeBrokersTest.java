package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Server;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class ThreeBrokersTest {
  @TempDir private Path temporary;

  @Test
  void three_brokers_go_on_without_the_leader() throws Exception {
    try (LocalStack stack = LocalStack.up(new StackSettings(temporary, 3, 0))) {
      Records records = new Records(stack.bootstrapServers(), "replicated").createTopic();
      records.sendInTransaction("before");
      Server leader = stack.brokers().get(records.leader() - 1);

      leader.kill();
      records.sendInTransaction("after");

      assertThat(leader.answers()).isFalse();
      assertThat(records.read(2)).containsExactly("before", "after");
      leader.start();
      assertThat(stack.brokers()).hasSize(3).allMatch(Server::answers);
    }
  }

  @Tag("nightly")
  @Test
  void three_secure_brokers_know_each_other_by_their_certificate() throws Exception {
    try (LocalStack stack = LocalStack.up(new StackSettings(temporary, 3, 0, true, false))) {
      Map<String, Object> settings = new HashMap<>(stack.access().kafka(StackUser.ADMIN));
      settings.put("bootstrap.servers", stack.bootstrapServers());
      try (Admin admin = Admin.create(settings)) {
        admin.createTopics(List.of(new NewTopic("copied", 1, (short) 3))).all().get();

        assertThat(Records.partition(admin, "copied").isr()).hasSize(3);
      }
    }
  }
}
