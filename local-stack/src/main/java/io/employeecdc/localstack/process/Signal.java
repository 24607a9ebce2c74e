package io.employeecdc.localstack.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

public enum Signal {
  INT,
  TERM,
  KILL,
  STOP,
  CONT;

  /** Sends the signal; processes that are gone are passed over. */
  public void send(List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    Stream<String> pids = processes.stream().map(process -> Long.toString(process.pid()));
    List<String> command =
        Stream.concat(Stream.of("sh", "-c", "kill -s \"$0\" \"$@\"", name()), pids).toList();
    try {
      Program unused = Program.run(command, Map.of(), "");
    } catch (IOException e) {
      throw new StackException("Cannot send signal " + name() + ": " + e.getMessage(), e);
    }
  }
}
