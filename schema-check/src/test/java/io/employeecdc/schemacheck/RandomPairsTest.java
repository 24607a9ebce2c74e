package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.DecoderVerdict;
import io.employeecdc.schemacheck.rule.Defaults;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schemacheck.rule.IllegalSchema;
import io.employeecdc.schemacheck.rule.Objector;
import io.employeecdc.schemacheck.rule.Observation;
import io.employeecdc.schemacheck.rule.ReadWalk;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The verdict, its explanation and real records, on pairs that nobody thought of. */
class RandomPairsTest {
  private static final int PAIRS = 2_000;
  private static final int RECORDS = 200;

  @Test
  void verdict_and_explanation_agree_with_real_records() {
    int compared = 0;
    for (int seed = 0; seed < PAIRS; seed++) {
      compared += compare(seed) ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(PAIRS / 2);
  }

  @Test
  void by_avros_rules_the_verdict_is_the_registrys_unless_the_new_schema_is_illegal() {
    int compared = 0;
    for (int seed = 0; seed < PAIRS; seed++) {
      RandomSchemas schemas = new RandomSchemas(new Random(seed));
      JsonNode first = schemas.schema();
      Optional<SchemaFile> was = parse(first);
      Optional<SchemaFile> now = parse(schemas.changed(first));
      if (was.isPresent() && now.isPresent()) {
        compared++;
        registry(seed, was.get(), now.get());
      }
    }
    assertThat(compared).isGreaterThan(PAIRS / 2);
  }

  private static void registry(int seed, SchemaFile was, SchemaFile now) {
    List<Version> earlier = List.of(new Version(was, "version 1"));
    boolean legal = IllegalSchema.find(now).isEmpty();
    Map.of(
            Mode.NONE, CompatibilityChecker.NO_OP_CHECKER,
            Mode.BACKWARD, CompatibilityChecker.BACKWARD_CHECKER,
            Mode.FORWARD_TRANSITIVE, CompatibilityChecker.FORWARD_TRANSITIVE_CHECKER,
            Mode.FULL, CompatibilityChecker.FULL_CHECKER)
        .forEach(
            (mode, checker) -> {
              CheckResult result =
                  SchemaCheck.run(new Version(now, "version 2"), earlier, mode, Rules.AVRO);
              assertThat(result.compatible())
                  .as("seed %d, %s: %s", seed, mode, result.findings())
                  .isEqualTo(legal && registryAccepts(checker, now, was));
            });
  }

  /** A registry refuses as well where its check fails. */
  private static boolean registryAccepts(
      CompatibilityChecker checker, SchemaFile now, SchemaFile was) {
    try {
      return checker
          .isCompatible(new AvroSchema(now.schema()), List.of(new AvroSchema(was.schema())))
          .isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** False if the seed leads to no pair of schemas with finite records. */
  private static boolean compare(int seed) {
    Random random = new Random(seed);
    RandomSchemas schemas = new RandomSchemas(random);
    JsonNode first = schemas.schema();
    JsonNode second = random.nextInt(4) == 0 ? schemas.schema() : schemas.changed(first);
    Optional<SchemaFile> writer = parse(first);
    Optional<SchemaFile> reader = parse(second);
    if (writer.isEmpty() || reader.isEmpty()) {
      return false;
    }
    List<Observation> observed =
        ReadWalk.walk(writer.get().root(), reader.get().root(), Direction.NEW_READS_OLD, true);
    if (observed.stream().anyMatch(o -> o.rule() == Rule.ELEMENT_GREW)) {
      return false;
    }
    String pair = "seed %d: %s read as %s: %s".formatted(seed, first, second, observed);
    boolean decodes =
        DecoderVerdict.of(writer.get().schema(), reader.get().schema()).failure().isEmpty();
    if (!records(writer.get(), reader.get(), decodes, random, pair)) {
      return false;
    }
    boolean silent = observed.stream().noneMatch(RandomPairsTest::objects);
    if (decodes || reader.get().root().allFields().stream().allMatch(Defaults::fits)) {
      assertThat(silent).as(pair).isEqualTo(decodes);
    }
    // Else Avro may have failed at a default while it only looked for a union's branch.
    return true;
  }

  private static boolean records(
      SchemaFile writer, SchemaFile reader, boolean decodes, Random random, String pair) {
    try {
      int readable = new RealDecode(writer.schema(), reader.schema()).readable(RECORDS, random);
      assertThat(readable == RECORDS).as(pair).isEqualTo(decodes);
      return true;
    } catch (StackOverflowError e) {
      // Every record of this writer is endless, so there is none.
      return false;
    }
  }

  private static boolean objects(Observation observation) {
    return observation.origin() == Objector.AVRO && observation.objects();
  }

  private static Optional<SchemaFile> parse(JsonNode schema) {
    try {
      return Optional.of(SchemaFile.parse("random.avsc", schema.toString()));
    } catch (MalformedSchemaException e) {
      return Optional.empty();
    }
  }
}
