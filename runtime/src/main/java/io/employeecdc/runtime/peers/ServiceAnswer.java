package io.employeecdc.runtime.peers;

import java.util.Optional;

public sealed interface ServiceAnswer {
  String address();

  /**
   * A service that answers.
   *
   * @param problem why it is not ready, in its own words; empty if it is
   */
  record Running(String address, ServiceKind kind, Meters meters, Optional<String> problem)
      implements ServiceAnswer {
    /** The schema version that it writes or was built for; empty if it does not say. */
    public Optional<String> version() {
      return meters.series(kind.versionMeter).stream()
          .map(series -> series.label("version"))
          .findFirst();
    }
  }

  /**
   * Nobody answers, or not in time.
   *
   * @param why the kind of failure
   */
  record Silent(String address, String why) implements ServiceAnswer {}

  /** Something answers that is neither a producer nor a consumer. */
  record Stranger(String address, int status) implements ServiceAnswer {
    /** Whether it wants to know who asks. */
    public boolean refuses() {
      return status == 401 || status == 403;
    }
  }
}
