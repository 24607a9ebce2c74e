package io.employeecdc.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Prometheus of a test's own, asked over its API. */
final class Prometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path configuration;
  private final Child process;

  private Prometheus(Path configuration, Child process) {
    this.configuration = configuration;
    this.process = process;
  }

  /** Starts it with these two files as its configuration and {@code alerts.yml} beside it. */
  static Prometheus start(Path folder, String configuration, String rules) throws IOException {
    Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
    Files.writeString(folder.resolve("alerts.yml"), rules);
    Child process =
        new Child(
            Program.PROMETHEUS.require(),
            folder.resolve("prometheus.log"),
            "--web.listen-address",
            List.of(
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.enable-lifecycle"),
            Map.of());
    process.start();
    return new Prometheus(file, process);
  }

  /** Goes on with this configuration. */
  void configure(String changed) throws IOException, InterruptedException {
    Files.writeString(configuration, changed);
    URI uri = URI.create("http://" + process.address() + "/-/reload");
    HttpRequest reload =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    HttpResponse<String> answer = http.send(reload, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalArgumentException(answer.body());
    }
  }

  /** The values that a query returns now; those that are no number are left out. */
  List<Double> query(String expression) throws IOException, InterruptedException {
    JsonNode result =
        ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).get("result");
    List<Double> values = new ArrayList<>();
    for (JsonNode series : result) {
      double value = Double.parseDouble(series.get("value").get(1).asText().replace("Inf", ""));
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** The names of all metrics that begin like this. */
  List<String> names(String prefix) throws IOException, InterruptedException {
    String match = "{__name__=~\"" + prefix + ".*\"}";
    return stream(
            ask(
                "label/__name__/values?match%5B%5D="
                    + URLEncoder.encode(match, StandardCharsets.UTF_8)))
        .map(JsonNode::asText)
        .toList();
  }

  /** The alerting rules that it has loaded, with their expressions. */
  Map<String, String> rules() throws IOException, InterruptedException {
    return stream(ask("rules?type=alert").get("groups"))
        .flatMap(group -> stream(group.get("rules")))
        .collect(
            Collectors.toMap(
                rule -> rule.get("name").asText(), rule -> rule.get("query").asText()));
  }

  /** The names of the alerts that fire now, alone and, where they have one, with their job. */
  Set<String> firing() throws IOException, InterruptedException {
    return stream(ask("alerts").get("alerts"))
        .filter(alert -> alert.get("state").asText().equals("firing"))
        .map(alert -> alert.get("labels"))
        .map(labels -> labels.get("alertname").asText() + " " + labels.path("job").asText())
        .flatMap(name -> Stream.of(name.strip(), name.substring(0, name.indexOf(' '))))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    process.close();
  }

  private JsonNode ask(String what) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + process.address() + "/api/v1/" + what);
    JsonNode answer =
        JSON.readTree(
            http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    if (!answer.get("status").asText().equals("success")) {
      throw new IllegalArgumentException(answer.toString());
    }
    return answer.get("data");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
