package io.employeecdc.workbench.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.StartedServices;
import java.nio.file.Path;
import java.util.List;

/** The services that a local stack's own file names. */
public final class StackServices implements StartedServices {
  @Override
  public List<Integer> ports(Path stack) {
    return LocalStack.find(stack).stream()
        .flatMap(found -> found.services().stream())
        .map(Server::port)
        .toList();
  }
}
