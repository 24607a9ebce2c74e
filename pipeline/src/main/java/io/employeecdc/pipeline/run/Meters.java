package io.employeecdc.pipeline.run;

import io.employeecdc.localstack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a service showed on {@code /metrics} at one time.
 *
 * @param samples values by series: the name, and the labels as they were printed
 */
public record Meters(Map<String, Double> samples) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One value of a metric, and its labels. */
  public record Series(Map<String, String> labels, double value) {
    public Series {
      labels = Map.copyOf(labels);
    }

    /** The value of a label; empty if there is none. */
    public String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  public Meters {
    samples = Map.copyOf(samples);
  }

  /** Asks a service; empty if it does not answer. */
  public static Meters of(Service service) {
    return at(service.port());
  }

  /** Asks a service for some of its metrics, which costs it less. */
  public static Meters of(Service service, String... names) {
    return ask(
        service.port(),
        Stream.of(names)
            .map("name%%5B%%5D=%s"::formatted)
            .collect(Collectors.joining("&", "?", "")));
  }

  /** Asks whoever is on a port of this machine; empty if it does not answer. */
  public static Meters at(int port) {
    return ask(port, "");
  }

  private static Meters ask(int port, String query) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics" + query);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return parse(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return new Meters(Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Meters(Map.of());
    }
  }

  /** The sum of a counter or gauge over all its labels; 0 if it has not been shown. */
  public double sum(String name) {
    return samples.entrySet().stream()
        .filter(s -> s.getKey().equals(name) || s.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** A whole-numbered counter. */
  public long count(String name) {
    return Math.round(sum(name));
  }

  /** The value of a summary's quantile; 0 if it has not been shown. */
  public double quantile(String name, String quantile) {
    return samples.entrySet().stream()
        .filter(s -> s.getKey().startsWith(name + "{"))
        .filter(s -> s.getKey().contains("quantile=\"" + quantile + "\""))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }

  /** Every series of a metric; none if it has not been shown. */
  public List<Series> series(String name) {
    return samples.entrySet().stream()
        .filter(s -> s.getKey().equals(name) || s.getKey().startsWith(name + "{"))
        .map(s -> new Series(labels(s.getKey()), s.getValue()))
        .toList();
  }

  /** What a text in Prometheus' format says. */
  public static Meters parse(String text) {
    Map<String, Double> samples = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              samples.put(line.substring(0, space), number(line.substring(space + 1)));
            });
    return new Meters(samples);
  }

  private static Map<String, String> labels(String series) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(series);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
