package io.employeecdc.workbench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PeerProfileTest {
  private final PeerDownload download = new PeerDownload(Path.of("plugins"), Path.of("converter"));
  private final PeerProfile tuned = PeerProfile.debezium("tuned", download);

  @Test
  void the_default_sets_nothing_of_the_connectors() {
    PeerProfile untouched = PeerProfile.debezium("default", download);

    assertThat(untouched.source()).isEmpty();
    assertThat(untouched.sink()).isEmpty();
    assertThat(untouched.sinkUrlArguments()).isEmpty();
    assertThat(untouched.partitions()).isEqualTo(1);
  }

  @Test
  void the_tuned_one_lingers_for_a_backlog_and_not_for_single_commits() {
    String linger = "producer.override.linger.ms";

    assertThat(tuned.sourceFor(Load.BACKLOG)).containsEntry(linger, "20");
    assertThat(tuned.sourceFor(Load.SINGLE_COMMITS))
        .containsEntry(linger, "0")
        .containsEntry("max.batch.size", "8192");
  }

  @Test
  void options_that_only_newer_javas_know_are_for_those() {
    assertThat(tuned.jvm().contains("-XX:+UseCompactObjectHeaders"))
        .isEqualTo(Runtime.version().feature() >= 25);
  }
}
