package io.employeecdc.pipeline.monitoring;

import java.util.HashSet;
import java.util.Set;

/**
 * What cannot be asked here: what TLS alone shows, since this pipeline has none, and where
 * kafka_exporter is not installed, of which Debian has no package, all that it alone shows. The
 * test fails if one of these returns data, or any other returns none.
 */
final class LeftOut {
  private static final Set<String> OF_KAFKA =
      Set.of(
          "alert ApplyStalled",
          "alert BrokerMissing",
          "alert ConsumerGroupEmpty",
          "alert ConsumerGroupLag",
          "alert UnderReplicated",
          "kafka: Brokers A",
          "kafka: Consumed by the group A",
          "kafka: Copies in step, worst partition A",
          "kafka: Members of the group A",
          "kafka: Offsets that are kept, by topic A",
          "kafka: Partitions led, by broker A",
          "kafka: Partitions not led by their first choice A",
          "kafka: Partitions with too few copies A",
          "kafka: Waiting A",
          "kafka: Waiting for a replay of dead letters A",
          "kafka: Waiting, by partition A",
          "kafka: Written, by topic A",
          "overview: Waiting B",
          "overview: Waiting in the topic A");

  private static final Set<String> OF_TLS = Set.of("alert CertificateExpiring");

  private LeftOut() {}

  static Set<String> here() {
    Set<String> names = new HashSet<>(OF_TLS);
    if (Program.KAFKA_EXPORTER.find().isEmpty()) {
      names.addAll(OF_KAFKA);
    }
    return names;
  }
}
