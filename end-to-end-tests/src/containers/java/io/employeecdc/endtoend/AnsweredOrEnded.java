package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits for a service of ours, and no longer than it lives. */
final class AnsweredOrEnded extends AbstractWaitStrategy {
  @Override
  protected void waitUntilReady() {
    String host = waitStrategyTarget.getHost();
    int port = waitStrategyTarget.getMappedPort(ContainerService.MANAGEMENT);
    await("the service has started, or ended")
        .atMost(startupTimeout)
        .until(() -> JavaService.hasStarted(host, port) || !waitStrategyTarget.isRunning());
  }
}
