package io.employeecdc.localstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The main class of a broker's process: formats the log directory unless that has been done, then
 * is the broker. One JVM for both halves the time to the first answer.
 */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * Expects the broker's properties file, the cluster's id and, for a secure stack, the directory
   * of its passwords, which thus are on no command line.
   */
  public static void main(String[] arguments) {
    List<String> format = new ArrayList<>(List.of("format", "--ignore-formatted"));
    format.addAll(List.of("--config", arguments[0], "--cluster-id", arguments[1]));
    if (arguments.length > 2) {
      Security security = new Security(Path.of(arguments[2]));
      for (StackUser user : StackUser.values()) {
        format.add("--add-scram");
        format.add(
            "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user.id(), security.password(user)));
      }
    }
    int status = StorageTool.execute(format.toArray(String[]::new), System.out);
    if (status != 0) {
      System.exit(status);
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
