package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      assertThat(records.read()).containsExactly("before", "after");
      leader.start();
      assertThat(stack.brokers()).hasSize(3).allMatch(Server::answers);
    }
  }
}
