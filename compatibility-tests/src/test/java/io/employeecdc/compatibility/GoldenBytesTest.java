package io.employeecdc.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schema.Employee;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Bytes that some released version once wrote and that stay in a compacted topic for ever. They
 * were made by hand from Avro's specification, not by the code under test, and must never change.
 */
class GoldenBytesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
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
    for (SchemaVersion version : ReleasedSchemas.all()) {
      int id = registry.register(SUBJECT, version.schema());
      for (Path bytes : goldenBytes(version.number())) {
        tests.add(
            dynamicTest(
                "version %d: %s".formatted(version.number(), name(bytes)),
                () -> assertThat(decode(id, bytes)).isEqualTo(expected(bytes))));
      }
    }
    return tests;
  }

  @Test
  void exist_for_every_released_version() throws IOException {
    for (SchemaVersion version : ReleasedSchemas.all()) {
      assertThat(goldenBytes(version.number())).hasSizeGreaterThanOrEqualTo(5);
    }
  }

  private static String decode(int schemaId, Path file) throws Exception {
    byte[] avro = HexFormat.of().parseHex(Files.readString(file).strip());
    byte[] value = new byte[WireFormat.HEADER_LENGTH + avro.length];
    System.arraycopy(WireFormat.header(schemaId), 0, value, 0, WireFormat.HEADER_LENGTH);
    System.arraycopy(avro, 0, value, WireFormat.HEADER_LENGTH, avro.length);
    byte[] key = employeeId(file).getBytes(StandardCharsets.UTF_8);
    Decoded decoded = new ChangeDecoder(registry).decode(key, value, 0);
    assertThat(decoded).isInstanceOf(Decoded.Good.class);
    return text(((Decoded.Good) decoded).change());
  }

  private static String text(Change change) {
    String head = "action_id=%d%nemp_id=%d%n".formatted(change.actionId(), change.employeeId());
    return head
        + row(change.row())
        + "captured_at_micros=%d%n".formatted(change.capturedAtMicros());
  }

  private static String row(Employee row) {
    return row == null
        ? "row=deleted%n".formatted()
        : "first_name=%s%nlast_name=%s%ndob=%s%ncity=%s%nsalary=%s%n"
            .formatted(
                quoted(row.getFirstName()),
                quoted(row.getLastName()),
                row.getDob(),
                quoted(row.getCity()),
                row.getSalary());
  }

  private static String quoted(String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  private static List<Path> goldenBytes(int version) throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve("v" + version))) {
      return files.filter(file -> file.toString().endsWith(".avro.hex")).sorted().toList();
    }
  }

  private static String employeeId(Path bytes) throws IOException {
    return expected(bytes)
        .lines()
        .filter(line -> line.startsWith("emp_id="))
        .map(line -> line.substring("emp_id=".length()))
        .findFirst()
        .orElseThrow();
  }

  private static String expected(Path bytes) throws IOException {
    return Files.readString(bytes.resolveSibling(name(bytes) + ".txt"));
  }

  private static String name(Path bytes) {
    return bytes.getFileName().toString().replace(".avro.hex", "");
  }
}
