package io.employeecdc.workbench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.KafkaConnect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a worker of Kafka Connect and its connectors are set, as {@code profiles.json} says. */
record PeerProfile(String name, JsonNode settings, List<Path> plugins, List<Path> classes) {
  /** The worker that every stack has, whose group waits longer for it than it is ever held. */
  static final KafkaConnect.Worker HELD =
      KafkaConnect.Worker.STANDARD.with(Map.of("session.timeout.ms", "120000"));

  /** Java 25 and newer know what needs it. */
  private static final int COMPACT_HEADERS = 25;

  private PeerProfile(String name, List<Path> plugins, List<Path> classes) {
    this(name, read(name), plugins, classes);
  }

  /** Debezium's pair, whose values are Avro records too. */
  static PeerProfile debezium(String name, PeerDownload download) {
    return new PeerProfile(name, List.of(download.plugins()), List.of(download.converter()));
  }

  private static JsonNode read(String name) {
    try (InputStream text = PeerProfile.class.getResourceAsStream("profiles.json")) {
      return new ObjectMapper().readTree(text).required(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KafkaConnect.Worker worker() {
    Map<String, String> worker = map("worker");
    worker.putAll(HELD.settings());
    return new KafkaConnect.Worker(jvm(), worker, plugins, classes);
  }

  List<String> jvm() {
    List<String> all = list("jvm");
    if (Runtime.version().feature() >= COMPACT_HEADERS) {
      all.addAll(list("jvm25"));
    }
    return all;
  }

  int partitions() {
    return settings.path("partitions").intValue();
  }

  Map<String, String> source() {
    return map("source");
  }

  Map<String, String> sourceFor(Load load) {
    Map<String, String> all = source();
    if (load == Load.SINGLE_COMMITS) {
      all.putAll(map("source_for_single_commits"));
    }
    return all;
  }

  Map<String, String> sink() {
    return map("sink");
  }

  String sinkUrlArguments() {
    return settings.path("sink_url_arguments").asText();
  }

  private Map<String, String> map(String field) {
    Map<String, String> all = new HashMap<>();
    settings.path(field).properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }

  private List<String> list(String field) {
    List<String> all = new ArrayList<>();
    settings.path(field).forEach(element -> all.add(element.asText()));
    return all;
  }
}
