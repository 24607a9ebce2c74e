package io.employeecdc.localstack.process;

import java.time.Duration;

/** Something that can be started and ended, as a process of this machine or elsewhere. */
public interface Service {
  /** What it is called in messages. */
  String name();

  /** Its port on this machine; if it is not a process, another one each time, and 0 without one. */
  int port();

  /** All that it has printed, from its first start on. */
  String printed();

  /** Whether it exists, whatever state it is in. */
  boolean alive();

  /**
   * Starts it with the data that it had, and waits until it answers.
   *
   * @throws StackException if it does not come up
   */
  void start();

  /** Ends it in the orderly way, and by force if that takes too long; its data stays. */
  void stop();

  /** Ends it at once, as {@code kill -9} does; its data stays. */
  void kill();

  /**
   * Waits until it has ended.
   *
   * @throws StackException if it still runs after that time
   */
  int awaitExit(Duration limit);
}
