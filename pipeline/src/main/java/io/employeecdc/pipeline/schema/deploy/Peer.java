package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A running service, as its metrics say.
 *
 * @param version empty if it was built from a schema between two releases
 * @param old true if it says no version, as only builds from before version 2 do
 * @param incompleteRows of its target, that lack columns
 */
record Peer(
    String address,
    DeployedService service,
    Optional<Integer> version,
    boolean old,
    long incompleteRows) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern VERSION = Pattern.compile("[{,]version=\"([^\"]*)\"");
  private static final Pattern TOPIC =
      Pattern.compile("(?m)^cdc_pipeline_info\\{.*\\btopic=\"([^\"]*)\"");

  /** What a service from before the versions' metrics writes or was built for. */
  private static final int FIRST = 1;

  /**
   * Asks.
   *
   * @param topic whose services are meant; one of an older build does not tell its own
   * @throws CdcException with exit code 3 if another program or another topic's service answers, 4
   *     if it refuses, 5 if nobody answers
   */
  static Peer ask(String address, String topic) {
    String metrics = metrics(address);
    DeployedService service =
        Stream.of(DeployedService.values())
            .filter(one -> metrics.contains("service=\"" + one.word() + "\""))
            .findFirst()
            .orElseThrow(() -> stranger(address));
    Matcher told = TOPIC.matcher(metrics);
    if (told.find() && !told.group(1).equals(topic)) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "the %s at %s is of topic %s, not of %s; check --peer, --contract and --topic"
              .formatted(service.word(), address, told.group(1), topic));
    }
    Optional<String> version =
        metrics
            .lines()
            .filter(line -> line.startsWith(service.meter + "{"))
            .map(VERSION::matcher)
            .filter(Matcher::find)
            .map(match -> match.group(1))
            .findFirst();
    return new Peer(
        address,
        service,
        version.map(Peer::number).orElse(Optional.of(FIRST)),
        version.isEmpty(),
        incompleteRows(metrics));
  }

  private static long incompleteRows(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("cdc_rows_incomplete"))
        .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
        .sum();
  }

  private static Optional<Integer> number(String version) {
    try {
      return Optional.of(Integer.valueOf(version));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String metrics(String address) {
    URI uri = URI.create("http://" + address + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return switch (response.statusCode()) {
        case 200 -> response.body();
        case 401, 403 ->
            throw new CdcException(
                ExitCode.REFUSED,
                "%s refuses to show its metrics (%d); check --peer"
                    .formatted(address, response.statusCode()));
        default -> throw stranger(address);
      };
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.UNREACHABLE,
          "the peer %s does not answer: %s; check --peer, or leave it out if it does not run"
              .formatted(address, e.getClass().getSimpleName()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while asking " + address, e);
    }
  }

  private static CdcException stranger(String address) {
    return new CdcException(
        ExitCode.CONFIGURATION,
        "what answers at %s is neither a producer nor a consumer; check --peer".formatted(address));
  }

  String describe() {
    return service.word()
        + " that "
        + does()
        + (old ? ", as it is too old to say its version" : "");
  }

  String does() {
    return service.relation + version.map(v -> " version " + v).orElse(" an unreleased schema");
  }
}
