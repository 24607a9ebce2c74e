package io.employeecdc.producer;

import io.employeecdc.runtime.options.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The producer's command, run in this process until it ends by itself.
 *
 * @param output all that was printed
 */
record CommandRun(int exitCode, String output) {
  static CommandRun of(Map<String, String> environment, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      int code = Commands.execute(new ProducerCommand(), environment, arguments);
      return new CommandRun(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  static CompletableFuture<CommandRun> inBackground(Map<String, String> environment) {
    return CompletableFuture.supplyAsync(() -> of(environment));
  }
}
