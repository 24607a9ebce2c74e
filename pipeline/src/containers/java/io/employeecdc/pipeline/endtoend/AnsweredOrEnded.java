package io.employeecdc.pipeline.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits for a service of ours, and no longer than it lives. */
final class AnsweredOrEnded extends AbstractWaitStrategy {
  private static final int ANSWER_MILLIS = 2_000;

  @Override
  protected void waitUntilReady() {
    await("the service has started, or ended")
        .atMost(startupTimeout)
        .until(() -> answers() || !waitStrategyTarget.isRunning());
  }

  private boolean answers() {
    String address =
        "http://%s:%d/health/started"
            .formatted(
                waitStrategyTarget.getHost(),
                waitStrategyTarget.getMappedPort(ContainerService.MANAGEMENT));
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }
}
