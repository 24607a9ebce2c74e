package io.employeecdc.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidedClassesTest {

  private static final String RECORDED = "unpacked-classes.sha256";

  @Test
  void the_unpacked_classes_are_the_recorded_ones() throws IOException {
    skipUnlessUnpacked();
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
    skipUnlessUnpacked();
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

  @Test
  void the_serializers_start_before_their_registry_does() {
    Map<String, String> config = Map.of("schema.registry.url", "http://127.0.0.1:1");
    try (var serializer = new KafkaAvroSerializer();
        var deserializer = new KafkaAvroDeserializer()) {
      assertThatCode(() -> serializer.configure(config, false)).doesNotThrowAnyException();
      assertThatCode(() -> deserializer.configure(config, false)).doesNotThrowAnyException();
    }
  }

  private static void skipUnlessUnpacked() {
    assumeFalse(
        UnpackedClasses.replacedByConfluentsArtifact(),
        "-Pconfluent takes Confluent's own artifact, which Maven checks; nothing is unpacked");
  }

  private static String recordedDigest() throws IOException {
    try (InputStream in = ProvidedClassesTest.class.getResourceAsStream(RECORDED)) {
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }
}
