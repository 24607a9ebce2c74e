package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what a service does that seems to do nothing: it waits for the registry at start.
 */
public final class RegistryWait {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);

  private final String url;
  private final Duration limit;
  private boolean waiting;

  public RegistryWait(String url, Duration limit) {
    this.url = url;
    this.limit = limit;
  }

  /** A try failed and there will be another; says so the first time. */
  public void goesOn() {
    if (!waiting) {
      waiting = true;
      Coded.warn(
          LOG,
          ErrorCode.REGISTRY_UNREACHABLE,
          "Waiting for the registry at {}, for {} s at most",
          url,
          limit.toSeconds());
    }
  }

  /** It answered; says so if it had to be waited for. */
  public void ended() {
    if (waiting) {
      LOG.info("The registry at {} answers", url);
    }
  }
}
