package io.employeecdc.runtime.management;

import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics that a scrape asks for, with the parameter that Prometheus' client libraries know.
 */
final class AskedNames {
  private static final String PARAMETER = "name[]=";

  /** The registry knows a counter without it. */
  private static final String OF_COUNTERS = "_total";

  private AskedNames() {}

  /** The names as the registry knows them; empty if none is asked for. */
  static Set<String> in(URI scrape) {
    String query = scrape.getQuery() == null ? "" : scrape.getQuery();
    return Stream.of(query.split("&", -1))
        .filter(parameter -> parameter.startsWith(PARAMETER))
        .map(parameter -> parameter.substring(PARAMETER.length()))
        .map(name -> name.endsWith(OF_COUNTERS) ? withoutSuffix(name) : name)
        .collect(Collectors.toSet());
  }

  private static String withoutSuffix(String counter) {
    return counter.substring(0, counter.length() - OF_COUNTERS.length());
  }
}
