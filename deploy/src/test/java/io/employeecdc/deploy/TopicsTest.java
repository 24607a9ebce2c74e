package io.employeecdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.kafka.TopicRole;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The topics that Strimzi's operator makes are those that set-up would make. */
class TopicsTest {
  private static final int REPLICAS = 3;

  @Test
  void the_topic_operator_is_told_what_the_services_ask_for() throws Exception {
    Names names = Names.of("EmployeeCDC");
    Map<String, TopicRole> roles =
        Map.of(
            names.topic(), TopicRole.CHANGES,
            names.deadLetterTopic(), TopicRole.DEAD_LETTERS,
            names.positionTopic(), TopicRole.POSITIONS);
    Map<String, Map<String, String>> wanted = new HashMap<>();
    roles.forEach((topic, role) -> wanted.put(topic, new TreeMap<>(role.settings(REPLICAS))));
    // As set-up makes it: a letter is larger than its record, and no service can ask by how much.
    wanted.get(names.deadLetterTopic()).put("max.message.bytes", "16777216");

    Map<String, Map<String, String>> found = new HashMap<>();
    for (Map<?, ?> spec : specs()) {
      assertThat(spec.get("replicas")).isEqualTo(REPLICAS);
      Map<String, String> config = new TreeMap<>();
      ((Map<?, ?>) spec.get("config"))
          .forEach((name, value) -> config.put(String.valueOf(name), String.valueOf(value)));
      found.put(String.valueOf(spec.get("topicName")), config);
      if (!spec.get("topicName").equals(names.topic())) {
        assertThat(spec.get("partitions")).isEqualTo(1);
      }
    }
    assertThat(found).isEqualTo(wanted);
  }

  private static List<Map<?, ?>> specs() throws Exception {
    return Manifests.parsed(
            Files.readString(Manifests.HOME.resolve("overlays/strimzi/topics.yaml")))
        .stream()
        .<Map<?, ?>>map(topic -> (Map<?, ?>) topic.get("spec"))
        .toList();
  }
}
