package io.employeecdc.operations.status;

import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceKind;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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

  static LagBuckets total(StatusSample now) {
    SortedMap<Double, Double> sum = new TreeMap<>();
    for (Running consumer : now.running(ServiceKind.CONSUMER)) {
      of(consumer.meters()).forEach((bound, count) -> sum.merge(bound, count, Double::sum));
    }
    double max =
        now.running(ServiceKind.CONSUMER).stream()
            .mapToDouble(consumer -> consumer.meters().quantile("cdc_lag", "1.0"))
            .max()
            .orElse(Double.NaN);
    return new LagBuckets(sum, max, max);
  }

  /** Between two samples, of the consumers that answered both times. */
  static LagBuckets between(StatusSample before, StatusSample now) {
    Map<String, Meters> earlier = before.metersByAddress();
    SortedMap<Double, Double> sum = new TreeMap<>();
    for (Running consumer : now.running(ServiceKind.CONSUMER)) {
      if (earlier.containsKey(consumer.address())) {
        between(earlier.get(consumer.address()), consumer.meters())
            .upTo
            .forEach((bound, count) -> sum.merge(bound, count, Double::sum));
      }
    }
    return new LagBuckets(sum, Double.NaN, total(now).maxSeconds());
  }

  public static LagBuckets between(Meters before, Meters now) {
    Map<Double, Double> then = of(before);
    SortedMap<Double, Double> grown = of(now);
    grown.replaceAll((bound, count) -> FlowCounters.growth(then.getOrDefault(bound, 0.0), count));
    return new LagBuckets(grown, Double.NaN, now.quantile("cdc_lag", "1.0"));
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
