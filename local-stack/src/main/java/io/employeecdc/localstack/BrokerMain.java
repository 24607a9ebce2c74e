package io.employeecdc.localstack;

import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The main class of a broker's process: formats the log directory unless that has been done, then
 * is the broker. One JVM for both halves the time to the first answer.
 */
final class BrokerMain {
  private BrokerMain() {}

  /** Expects the broker's properties file and the cluster's id. */
  public static void main(String[] arguments) {
    String[] format = {
      "format", "--ignore-formatted", "--config", arguments[0], "--cluster-id", arguments[1]
    };
    int status = StorageTool.execute(format, System.out);
    if (status != 0) {
      System.exit(status);
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
