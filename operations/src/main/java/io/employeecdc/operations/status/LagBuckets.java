package io.employeecdc.operations.status;

import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.ServiceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long changes took from the source to the target: how many took no longer than each bound, of
 * all consumers together. A quantile is as exact as the bounds are close.
 *
 * @param upTo by bound in seconds; the last is infinite
 * @param maxSeconds the longest; NaN if it is not known
 * @param atMost what no change took longer than, of these or earlier ones; NaN if it is not known
 */
public record LagBuckets(SortedMap<Double, Double> upTo, double maxSeconds, double atMost) {
  private static final String METER = "cdc_lag_seconds_bucket";
  private static final String LONGEST = "cdc_lag_seconds_max";

  /** How many changes there were, and their lags; empty as far as they are not known. */
  record Quantiles(
      long changes,
      Optional<Double> p50Seconds,
      Optional<Double> p95Seconds,
      Optional<Double> p99Seconds,
      Optional<Double> maxSeconds) {}

  static LagBuckets total(StatusSample now) {
    List<Meters> consumers = now.meters(ServiceKind.CONSUMER);
    double max = consumers.stream().mapToDouble(one -> one.sum(LONGEST)).max().orElse(Double.NaN);
    return new LagBuckets(sum(consumers.stream().map(LagBuckets::of)), max, max);
  }

  /** Between two samples, of the consumers that answered both times. */
  static LagBuckets between(StatusSample before, StatusSample now) {
    return new LagBuckets(
        sum(
            now.twice(before, ServiceKind.CONSUMER).stream()
                .map(one -> between(one.before(), one.now()).upTo)),
        Double.NaN,
        total(now).maxSeconds());
  }

  private static SortedMap<Double, Double> sum(Stream<SortedMap<Double, Double>> all) {
    SortedMap<Double, Double> sum = new TreeMap<>();
    all.forEach(one -> one.forEach((bound, count) -> sum.merge(bound, count, Double::sum)));
    return sum;
  }

  public static LagBuckets between(Meters before, Meters now) {
    Map<Double, Double> then = of(before);
    SortedMap<Double, Double> grown = of(now);
    grown.replaceAll((bound, count) -> FlowCounters.growth(then.getOrDefault(bound, 0.0), count));
    return new LagBuckets(grown, Double.NaN, now.sum(LONGEST));
  }

  Quantiles quantiles() {
    return new Quantiles(
        changes(),
        known(quantile(0.5)),
        known(quantile(0.95)),
        known(quantile(0.99)),
        known(maxSeconds));
  }

  private static Optional<Double> known(double seconds) {
    return Optional.of(seconds).filter(known -> !known.isNaN());
  }

  long changes() {
    return upTo.isEmpty() ? 0 : Math.round(upTo.get(upTo.lastKey()));
  }

  /** The lag in seconds that this share of the changes did not exceed; NaN if there are none. */
  public double quantile(double share) {
    double rank = share * changes();
    double lowerBound = 0;
    double lowerCount = 0;
    for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
      if (bucket.getValue() >= rank && bucket.getValue() > 0) {
        double part = (rank - lowerCount) / Math.max(1, bucket.getValue() - lowerCount);
        double within =
            bucket.getKey().isInfinite()
                ? lowerBound
                : lowerBound + (bucket.getKey() - lowerBound) * part;
        return within > atMost ? atMost : within;
      }
      lowerBound = bucket.getKey();
      lowerCount = bucket.getValue();
    }
    return Double.NaN;
  }

  private static SortedMap<Double, Double> of(Meters meters) {
    SortedMap<Double, Double> counts = new TreeMap<>();
    for (Series series : meters.series(METER)) {
      counts.put(Meters.number(series.label("le")), series.value());
    }
    return counts;
  }
}
