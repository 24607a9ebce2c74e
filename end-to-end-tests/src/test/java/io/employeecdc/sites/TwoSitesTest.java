package io.employeecdc.sites;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.PipelineUnderTest;
import io.employeecdc.faults.Workload;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.MirrorMaker;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.LocalPipeline;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps of docs/two-sites.md, while applications write. */
@Tag("servers")
@SuppressWarnings("try")
class TwoSitesTest {
  private static final int SOME = 300;

  @TempDir Path directory;
  private Site a;
  private Site b;
  private MirrorMaker mirror;

  @BeforeEach
  void start() throws Exception {
    LocalPipeline first = LocalPipeline.standard(LocalStack.up(new StackSettings(directory, 1, 0)));
    a = Site.of(first);
    b = Site.of(first.at(first.stack().secondSite()));
    first.setUp();
    b.cdcDone("setup", "--same-ids-as", first.stack().registryUrl().toString());
    mirror = b.pipeline().mirrorOf(first);
    a.running().start(a.producer());
    a.running().start(a.consumer());
    b.running().start(b.consumer());
    b.running().start(mirror);
  }

  @AfterEach
  void end() {
    a.pipeline().stack().down();
  }

  @Test
  void a_site_is_lost_in_mid_load_and_the_other_goes_on() throws Exception {
    lose(1815);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("faults.seeds", 5));
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("seeds")
  void a_site_is_lost_and_comes_back_and_takes_over_again(long seed) throws Exception {
    lose(seed);

    a.comesBack();
    a.emptyKafka();
    a.cdcDone("setup", "--same-ids-as", b.pipeline().stack().registryUrl().toString());
    MirrorMaker back = a.pipeline().mirrorOf(b.pipeline());
    a.running().start(back);
    assertThat(PipelineUnderTest.exitCodeOf(a.consumer())).isEqualTo(7);
    a.cdcDone("offsets", "--to-earliest");
    a.running().start(a.consumer());
    try (Workload unused = Workload.start(a.pipeline(), seed + 1)) {
      b.awaitApplied(SOME);
    }
    b.awaitEqual();
    a.awaitEqual();

    try (Workload unused = Workload.start(a.pipeline(), seed + 2)) {
      b.awaitApplied(SOME);
      b.running().stop(b.producer());
      a.running().stop(back);
      a.running().start(a.producer());
      a.awaitApplied(SOME);
    }
    a.awaitEqual();
    assertThat(a.cdc("dlq", "list").out()).contains("no dead letters");
  }

  @Tag("nightly")
  @Test
  void offsets_that_were_translated_too_early_or_too_late_cost_duplicates_and_nothing_else()
      throws Exception {
    load(7);
    b.awaitEqual();
    b.running().stop(b.consumer());

    moveGroup(end -> end / 2);
    b.running().start(b.consumer());
    load(8);
    b.awaitEqual();
    assertThat(Meters.of(b.consumer().port()).count("cdc_duplicates_total")).isPositive();

    b.running().stop(b.consumer());
    Map<Integer, Long> before = b.ends();
    load(9);
    a.awaitEqual();
    b.waiting("all partitions have been mirrored on")
        .until(
            () ->
                b.ends().entrySet().stream()
                    .allMatch(end -> end.getValue() > before.get(end.getKey())));
    moveGroup(end -> end);
    assertThat(PipelineUnderTest.exitCodeOf(b.consumer())).isEqualTo(7);
    assertThat(b.consumer().printed()).contains("CDC-709", "cdc offsets --to-applied");
    b.cdcDone("offsets", "--to-applied");
    b.running().start(b.consumer());
    b.awaitEqual();
  }

  private void load(long seed) throws Exception {
    try (Workload unused = Workload.start(a.pipeline(), seed)) {
      a.awaitApplied(SOME);
    }
  }

  /** A is lost while it works and B mirrors; then B goes on alone. */
  private void lose(long seed) throws Exception {
    try (Workload unused = Workload.start(a.pipeline(), seed)) {
      b.awaitApplied(SOME);
      a.lose();
      b.running().stop(mirror);
      b.running().start(b.producer());
      b.awaitApplied(SOME);
    }
    b.awaitEqual();
    assertThat(b.producer().printed()).contains("goes on where a mirror is known to have come");
  }

  private void moveGroup(LongUnaryOperator where) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    b.ends()
        .forEach(
            (partition, end) ->
                offsets.put(
                    new TopicPartition(b.pipeline().names().topic(), partition),
                    new OffsetAndMetadata(where.applyAsLong(end))));
    try (Admin admin = Admin.create(b.pipeline().kafka().client("moved"))) {
      admin.alterConsumerGroupOffsets(b.pipeline().names().group(), offsets).all().get();
    }
  }
}
