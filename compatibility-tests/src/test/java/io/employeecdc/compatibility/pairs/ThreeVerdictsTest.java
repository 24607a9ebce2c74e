package io.employeecdc.compatibility.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schemacheck.RealDecode;
import io.employeecdc.schemacheck.SchemaPair;
import io.employeecdc.schemacheck.rule.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("servers")
class ThreeVerdictsTest {
  private static final int RECORDS = 200;

  private static CompatibilityEndpoint registry;

  @BeforeAll
  static void open() {
    registry = new CompatibilityEndpoint(TestStack.shared().registryUrl().toString());
  }

  @AfterAll
  static void close() throws IOException {
    registry.close();
  }

  @TestFactory
  List<DynamicTest> agree_except_where_the_table_says_why_not() {
    List<SchemaPair> pairs = SchemaPair.all();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      SchemaPair pair = pairs.get(i);
      String subject = "pair-" + i;
      for (Direction direction : Direction.values()) {
        String name = pair.name() + ": " + words(direction);
        tests.add(dynamicTest(name, () -> judge(name, subject, pair, direction)));
      }
    }
    return tests;
  }

  @Test
  void are_asked_about_at_least_150_pairs_and_agree_about_most() {
    List<SchemaPair> pairs = SchemaPair.all();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(150);
    assertThat(pairs.stream().filter(ThreeVerdictsTest::agree).count()).isGreaterThanOrEqualTo(150);
  }

  private static void judge(String name, String subject, SchemaPair pair, Direction direction)
      throws Exception {
    Schema was = pair.was().schema();
    Schema now = pair.now().schema();
    assertThat(registry.answer(subject, was, now, direction))
        .as("%s, says the running registry", name)
        .isEqualTo(runningRegistry(pair, direction));
    assertThat(libraryAccepts(was, now, direction))
        .as("%s, says the library", name)
        .isEqualTo(pair.registry(direction));
    assertThat(decode(was, now, direction))
        .as("%s, show real records", name)
        .isEqualTo(pair.decodes(direction) && !pair.decoderFails(direction));
    assertThat(pair.saysWhy(direction)).as("%s: the table says why they differ", name).isTrue();
  }

  private static boolean libraryAccepts(Schema was, Schema now, Direction direction) {
    CompatibilityChecker checker =
        direction == Direction.NEW_READS_OLD
            ? CompatibilityChecker.BACKWARD_CHECKER
            : CompatibilityChecker.FORWARD_CHECKER;
    return checker.isCompatible(new AvroSchema(now), List.of(new AvroSchema(was))).isEmpty();
  }

  private static boolean decode(Schema was, Schema now, Direction direction) {
    boolean newReads = direction == Direction.NEW_READS_OLD;
    RealDecode decode = newReads ? new RealDecode(was, now) : new RealDecode(now, was);
    return decode.readable(RECORDS, new Random(1)) == RECORDS;
  }

  private static String runningRegistry(SchemaPair pair, Direction direction) {
    String answer = pair.runningRegistry(direction);
    if (answer != null) {
      return answer;
    }
    return pair.registry(direction) ? "compatible" : "incompatible";
  }

  private static boolean agree(SchemaPair pair) {
    return List.of(Direction.values()).stream()
        .allMatch(
            direction ->
                pair.runningRegistry(direction) == null
                    && pair.registry(direction) == pair.decodes(direction)
                    && !pair.decoderFails(direction));
  }

  private static String words(Direction direction) {
    return direction == Direction.NEW_READS_OLD
        ? "the new schema reads what the old one wrote"
        : "the old schema reads what the new one wrote";
  }
}
