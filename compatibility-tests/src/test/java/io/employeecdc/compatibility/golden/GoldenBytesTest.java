package io.employeecdc.compatibility.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.employeecdc.compatibility.versions.SeenByConsumer;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Version 1's bytes were made by hand from Avro's specification, not by the code under test. */
@Tag("servers")
class GoldenBytesTest {
  private static final String SUBJECT = "golden-value";

  private static Registry registry;

  @BeforeAll
  static void openRegistry() {
    registry = Registry.at(TestStack.shared().registryUrl().toString());
  }

  @AfterAll
  static void closeRegistry() throws IOException {
    registry.close();
  }

  @TestFactory
  List<DynamicTest> decode_for_ever_through_the_consumers_own_step() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (SchemaVersion version : Contract.standard().released().all()) {
      int id = registry.register(SUBJECT, version.schema());
      for (GoldenFile file : GoldenFile.all(version.number())) {
        String name = "version %d: %s".formatted(version.number(), file.name());
        tests.add(dynamicTest(name, () -> decodes(id, file)));
      }
    }
    return tests;
  }

  @TestFactory
  Stream<DynamicTest> exist_for_every_released_version() {
    return Contract.standard().released().all().stream()
        .map(v -> dynamicTest("version " + v.number() + " has some", () -> exist(v.number())));
  }

  private static void exist(int version) {
    assertThat(GoldenFile.all(version))
        .as(
            "version %d is released and has too few golden bytes in %s; run"
                + " mvn -B test -pl compatibility-tests -am"
                + " -Dtest=WriteGoldenBytes -Dgolden.version=%1$d"
                + " -Dsurefire.failIfNoSpecifiedTests=false",
            version, GoldenFile.folder(version))
        .hasSizeGreaterThanOrEqualTo(5);
  }

  /** A field that is younger than the file is null in it. */
  private static void decodes(int schemaId, GoldenFile file) throws Exception {
    Map<String, String> expected = file.change();
    Map<String, String> seen =
        new HashMap<>(
            ChangeText.of(
                SeenByConsumer.in(
                    new ChangeDecoder(registry, Contract.standard()),
                    expected.get("emp_id"),
                    value(schemaId, file.bytes()))));
    assertThat(seen).containsAllEntriesOf(expected);
    seen.keySet().removeAll(expected.keySet());
    assertThat(seen.values()).allMatch("null"::equals);
  }

  private static byte[] value(int schemaId, byte[] avro) {
    return ByteBuffer.allocate(WireFormat.HEADER_LENGTH + avro.length)
        .put(WireFormat.header(schemaId))
        .put(avro)
        .array();
  }
}
