package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schemacheck.rule.IllegalSchema;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SchemaPairsTest {
  private static final int RECORDS = 200;

  @Test
  void the_table_is_as_large_as_promised_and_says_why_verdicts_differ() {
    List<SchemaPair> pairs = SchemaPair.all();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(150);
    assertThat(pairs).extracting(SchemaPair::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> the_check_says_what_the_table_says_in_every_mode() {
    return SchemaPair.all().stream().map(p -> dynamicTest(p.name(), () -> everyMode(p)));
  }

  @TestFactory
  Stream<DynamicTest> real_records_decode_exactly_where_the_table_says_so() {
    return SchemaPair.all().stream()
        .flatMap(
            pair ->
                Stream.of(Direction.values())
                    .map(d -> dynamicTest(pair.name() + ", " + d, () -> realRecords(pair, d))));
  }

  @TestFactory
  Stream<DynamicTest> the_registry_checker_says_what_the_table_says() {
    return SchemaPair.all().stream().map(p -> dynamicTest(p.name(), () -> registry(p)));
  }

  private static void everyMode(SchemaPair pair) {
    for (Mode mode : Mode.values()) {
      CheckResult result = check(pair, mode, Rules.AVRO);
      assertThat(result.compatible())
          .as("%s: %s", mode, result.findings())
          .isEqualTo(IllegalSchema.find(pair.now()).isEmpty() && pair.expected(mode));
      assertThat(result.verdicts())
          .allMatch(verdict -> verdict.decodes() == pair.decodes(verdict.direction()));
      assertThat(result.findings())
          .as("explained in words of our own")
          .noneMatch(f -> f.message().contains("Avro says") || f.message().contains("check says"));
    }
  }

  private static void realRecords(SchemaPair pair, Direction direction) {
    boolean reads = direction == Direction.NEW_READS_OLD;
    SchemaFile writer = reads ? pair.was() : pair.now();
    SchemaFile reader = reads ? pair.now() : pair.was();
    int readable =
        new RealDecode(writer.schema(), reader.schema()).readable(RECORDS, new Random(1));
    if (pair.decodes(direction) && !pair.decoderFails(direction)) {
      assertThat(readable).isEqualTo(RECORDS);
    } else {
      assertThat(readable).isLessThan(RECORDS);
    }
  }

  private static void registry(SchemaPair pair) {
    AvroSchema was = new AvroSchema(pair.was().schema());
    AvroSchema now = new AvroSchema(pair.now().schema());
    boolean backward = pair.registry(Direction.NEW_READS_OLD);
    boolean forward = pair.registry(Direction.OLD_READS_NEW);
    assertThat(accepts(CompatibilityChecker.BACKWARD_CHECKER, now, was)).isEqualTo(backward);
    assertThat(accepts(CompatibilityChecker.FORWARD_CHECKER, now, was)).isEqualTo(forward);
    assertThat(accepts(CompatibilityChecker.FULL_TRANSITIVE_CHECKER, now, was))
        .isEqualTo(backward && forward);
    assertThat(check(pair, Mode.FULL, Rules.ALL).verdicts())
        .extracting(CheckResult.PairVerdict::registryAccepts)
        .containsExactly(backward, forward);
  }

  private static boolean accepts(CompatibilityChecker checker, AvroSchema now, AvroSchema was) {
    return checker.isCompatible(now, List.of(was)).isEmpty();
  }

  private static CheckResult check(SchemaPair pair, Mode mode, Rules rules) {
    return SchemaCheck.run(
        new Version(pair.now(), "version 2"),
        List.of(new Version(pair.was(), "version 1")),
        mode,
        rules);
  }
}
