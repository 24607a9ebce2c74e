package io.employeecdc.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A change of an employee and its record, whoever captured it: a line of {@code
 * golden/employees.txt}.
 */
public record GoldenChange(List<String> parts) {
  private static final int VALUE = 13;

  public static List<GoldenChange> all() throws IOException {
    try (InputStream file = GoldenChange.class.getResourceAsStream("/golden/employees.txt")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> new GoldenChange(List.of(line.split(" \\| ", -1))))
          .toList();
    }
  }

  public int version() {
    return Integer.parseInt(parts.get(0));
  }

  public String action() {
    return parts.get(1);
  }

  public long actionId() {
    return Long.parseLong(parts.get(2));
  }

  public int employee() {
    return Integer.parseInt(parts.get(3));
  }

  /** First name (0), last name, days of birth since 1970, city, salary, address (5). */
  public Optional<String> column(int place) {
    return Optional.of(parts.get(4 + place)).filter(value -> !value.equals("null"));
  }

  public long capturedAt() {
    return Long.parseLong(parts.get(10));
  }

  public Optional<Long> transaction() {
    return Optional.of(parts.get(11)).filter(value -> !value.equals("null")).map(Long::valueOf);
  }

  public byte[] key() {
    return parts.get(12).getBytes(UTF_8);
  }

  /** What follows the header of the wire format. */
  public byte[] value() {
    return HexFormat.of().parseHex(parts.get(VALUE));
  }

  @Override
  public String toString() {
    return action() + " " + actionId() + " in version " + version();
  }
}
