package io.employeecdc.localstack;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a stack is to be.
 *
 * @param directory where its data, logs and process ids live; created when missing. It belongs to
 *     the stack alone and is deleted with it.
 * @param brokers the number of Kafka brokers, 1 or 3
 * @param firstPort the first of consecutive ports on 127.0.0.1, in the order source, target,
 *     registry, brokers, controllers, in a secure stack the brokers among themselves, and Kafka
 *     Connect; 0 takes any free ports
 * @param secure whether its servers take only encrypted connections of known users, each of whom
 *     may do only what it needs
 * @param connect whether Kafka Connect belongs to it, which a secure stack cannot have
 * @param source whether it has a source, or captures another stack's
 */
public record StackSettings(
    Path directory, int brokers, int firstPort, boolean secure, boolean connect, boolean source) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public StackSettings {
    Objects.requireNonNull(directory, "directory");
    if (brokers != 1 && brokers != 3) {
      throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
    }
    if (firstPort != 0 && (firstPort < 1024 || firstPort > 65_000)) {
      throw new IllegalArgumentException(
          "first port must be 0 or from 1024 to 65000, not " + firstPort);
    }
    if (secure && connect) {
      throw new IllegalArgumentException("a secure stack has no Kafka Connect");
    }
    directory = directory.toAbsolutePath().normalize();
  }

  public StackSettings(
      Path directory, int brokers, int firstPort, boolean secure, boolean connect) {
    this(directory, brokers, firstPort, secure, connect, true);
  }

  /** A stack that asks for nothing but the databases' password. */
  public StackSettings(Path directory, int brokers, int firstPort) {
    this(directory, brokers, firstPort, false, false);
  }
}
