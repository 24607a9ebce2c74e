package io.employeecdc.workbench.demo;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.process.Server;
import java.io.PrintWriter;

/** What somebody wants who has seen the demo: his own tables, and a look at what runs. */
record NextSteps(Contract contract, boolean fromLog, PrintWriter out) {
  /** No history is sure to leave a certain employee. */
  private static final String FIRST = "emp_id = (select min(emp_id) from employees)";

  void print(boolean kept) {
    out.println();
    out.println("Next:");
    if (!kept) {
      out.println("  ./cdc demo --keep           leave it running, with a page to open");
    }
    out.println("  docs/your-own-databases.md  two databases that you have");
    out.println("  docs/another-table.md       a table that is not employees");
    out.println("  docs/reading-the-topic.md   programs that read the topic");
    out.println(
        "  ./cdc bench                 how fast it gets here, warm and with no client before it");
  }

  void printRunning(LocalStack stack) {
    out.println();
    out.println("Everything is still running. To try next, in this shell:");
    out.println();
    out.println("  eval \"$(./cdc stack env)\"");
    String slot = fromLog ? " --slot cdc_" + contract.table().names().table() : "";
    if (contract.name().equals(Contract.SHIPPED)) {
      out.println("  " + psql(stack, stack.source(), "SOURCE") + " \\");
      out.println("    -c \"update employees set city = 'Lisbon' where " + FIRST + "\"");
      out.println("  " + psql(stack, stack.target(), "TARGET") + " \\");
      out.println("    -c \"select * from employees where " + FIRST + "\"");
      out.println("  ./cdc verify" + slot);
    } else {
      out.println("  ./cdc verify --contract " + contract + slot);
    }
    for (LocalStack site : stack.sites()) {
      printAddresses(site);
    }
    out.println();
    out.println("To end it:  ./cdc stack down");
  }

  /** Where everything answers; a second site has settings of its own, but for the source's. */
  private void printAddresses(LocalStack site) {
    out.println();
    if (site.source().port() == 0) {
      out.println("The second site, after the above:");
      out.println();
      out.println("  eval \"$(./cdc stack env --stack-directory " + site.directory() + ")\"");
      out.println("  ./cdc verify");
      out.println();
    }
    out.printf("  Kafka            %s%n", site.bootstrapServers());
    out.printf("  schema registry  %s%n", site.registryUrl());
    for (Server service : site.services()) {
      out.printf("  %-16s http://127.0.0.1:%d  to open%n", service.name(), service.port());
    }
  }

  private static String psql(LocalStack stack, Postgres server, String side) {
    if (stack.access().secure()) {
      return "PGPASSWORD=$(cat \"$CDC_%s_PASSWORD_FILE\") psql \"${CDC_%1$s_URL#jdbc:}&user=%s\""
          .formatted(side, server.user());
    }
    return "PGPASSWORD=$CDC_%s_PASSWORD psql -h 127.0.0.1 -p %d -U %s %s"
        .formatted(side, server.port(), server.user(), server.name());
  }
}
