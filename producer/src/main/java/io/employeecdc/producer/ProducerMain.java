package io.employeecdc.producer;

import io.employeecdc.runtime.options.Commands;

/** The entry point of the producer's container. */
public final class ProducerMain {
  private ProducerMain() {}

  public static void main(String[] arguments) {
    Commands.main(new ProducerCommand(), arguments);
  }
}
