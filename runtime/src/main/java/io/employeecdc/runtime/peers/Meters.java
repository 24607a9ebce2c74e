package io.employeecdc.runtime.peers;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a service showed on {@code /metrics} at one time. */
public record Meters(Map<String, List<Series>> samples) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern SAMPLE = Pattern.compile("([^#{ ][^{ ]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  public record Series(Map<String, String> labels, double value) {
    public Series {
      labels = Map.copyOf(labels);
    }

    /** The value of a label; empty if there is none. */
    public String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  public Meters {
    samples = Map.copyOf(samples);
  }

  /**
   * Asks a service of this machine; empty if it does not answer.
   *
   * @param port of its management page
   * @param names for some of its metrics, which costs it less
   */
  public static Meters of(int port, String... names) {
    String query =
        Stream.of(names).map("name%%5B%%5D=%s"::formatted).collect(Collectors.joining("&"));
    String path = "/metrics" + (query.isEmpty() ? "" : "?" + query);
    try {
      return parse(ServiceProbe.get("127.0.0.1:" + port, path, PATIENCE).join().body());
    } catch (CompletionException e) {
      return new Meters(Map.of());
    }
  }

  public static Meters parse(String text) {
    return new Meters(
        text.lines()
            .map(SAMPLE::matcher)
            .filter(Matcher::matches)
            .collect(
                Collectors.groupingBy(
                    line -> line.group(1),
                    Collectors.mapping(
                        line -> new Series(labels(line.group(2)), number(line.group(3))),
                        Collectors.toList()))));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  public static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** Every series of a metric; none if it has not been shown. */
  public List<Series> series(String name) {
    return samples.getOrDefault(name, List.of());
  }

  /** The sum of a counter or gauge over all its labels; 0 if it has not been shown. */
  public double sum(String name) {
    return series(name).stream().mapToDouble(Series::value).sum();
  }

  public long count(String name) {
    return Math.round(sum(name));
  }
}
