package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Server;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Services that have to run: a wait that asks for it fails at once, where one has ended. */
public final class Running {
  private final Set<Server> services = ConcurrentHashMap.newKeySet();

  public void start(Server service) {
    service.start();
    services.add(service);
  }

  public void stop(Server service) {
    services.remove(service);
    service.stop();
  }

  /** Kills them all. */
  public void kill() {
    Collection<Server> all = Set.copyOf(services);
    services.clear();
    all.forEach(Server::kill);
  }

  /** Fails if one has ended. */
  public void require() {
    for (Server service : services) {
      assertThat(service.alive()).as("%s runs; %s", service.name(), service.log()).isTrue();
    }
  }
}
