package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The stack's servers, a line each. */
final class ServerTable {
  private ServerTable() {}

  /**
   * Prints the table.
   *
   * @return true if every server answers
   */
  static boolean print(LocalStack stack, PrintWriter out) {
    Path here = Path.of("").toAbsolutePath();
    boolean all = true;
    out.printf("%-10s %-9s %-16s %7s  %s%n", "SERVER", "STATE", "ADDRESS", "PID", "LOG");
    for (Server server :
        Stream.concat(stack.servers().stream(), stack.services().stream()).toList()) {
      boolean alive = server.alive();
      boolean answers = alive && server.answers();
      all &= answers;
      Path log = server.log().startsWith(here) ? here.relativize(server.log()) : server.log();
      out.printf(
          "%-10s %-9s %-16s %7s  %s%n",
          server.name(),
          answers ? "up" : alive ? "silent" : "down",
          "127.0.0.1:" + server.port(),
          alive ? String.valueOf(server.pid()) : "-",
          log);
    }
    return all;
  }
}
