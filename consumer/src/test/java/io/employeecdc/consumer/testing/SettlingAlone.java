package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.parked.SettleSettings;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.consumer.parked.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settling without a topic: nothing may be given up. */
public final class SettlingAlone implements Topic {
  private SettlingAlone() {}

  public static Settling of(Target target) {
    return new Settling(
        target,
        new SettleSettings(Applying.TOPIC, Duration.ofMinutes(1), 1000),
        new SettlingAlone(),
        new Brake(Optional.empty(), Clock.systemUTC()),
        settled -> {},
        Clock.systemUTC());
  }

  @Override
  public Map<Integer, Long> ends() {
    return Map.of();
  }

  @Override
  public void giveUp(List<Topic.GivenUp> changes) {
    throw new IllegalStateException("nothing is bad");
  }
}
