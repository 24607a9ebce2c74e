package io.employeecdc.operations.verify;

import java.nio.file.Path;
import java.util.Map;

/** A setting with which a command gives brokers up that do not answer after a second. */
public final class Impatient {
  public static final Map<String, String> WITH_KAFKA =
      Map.of(
          "CDC_KAFKA_CONFIG",
          Path.of("src/test/resources/impatient-kafka.properties").toAbsolutePath().toString());

  private Impatient() {}
}
