package io.employeecdc.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvidedClassesTest {

  private static final String RECORDED = "unpacked-classes.sha256";

  @BeforeEach
  void skip_without_unpacked_classes() {
    assumeFalse(
        UnpackedClasses.replacedByConfluentsArtifact(),
        "-Pconfluent takes Confluent's own artifact, which Maven checks; nothing is unpacked");
  }

  @Test
  void the_unpacked_classes_are_the_recorded_ones() throws IOException {
    assertThat(UnpackedClasses.digest())
        .as(
            "digest of the %d files in target/classes/io/confluent. It differs from %s: the"
                + " carrier artifact, its version or the list of what is unpacked has changed."
                + " Record the new digest only after finding out why; a stale target/ needs"
                + " `mvn clean` first",
            UnpackedClasses.paths().size(), RECORDED)
        .isEqualTo(recordedDigest());
  }

  @Test
  void every_unpacked_class_links_with_this_kafka_and_this_avro() throws IOException {
    List<String> failures = new ArrayList<>();
    for (String path : UnpackedClasses.paths()) {
      String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
      try {
        Method[] resolved = Class.forName(name).getDeclaredMethods();
        assertThat(resolved).isNotNull();
      } catch (ClassNotFoundException | LinkageError e) {
        failures.add(name + ": " + e);
      }
    }
    assertThat(failures).isEmpty();
  }

  private static String recordedDigest() throws IOException {
    try (InputStream in = ProvidedClassesTest.class.getResourceAsStream(RECORDED)) {
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }
}
