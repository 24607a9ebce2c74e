package io.employeecdc.localstack.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The beginning of the command line of a child JVM, which runs the same Java as this one. */
public final class JavaCommand {
  private JavaCommand() {}

  /** Java with options that let a killed server leave no file outside of its own directory. */
  public static List<String> with(Path home, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + PrivateFiles.directories(home.resolve("tmp")));
    command.add("-Djava.awt.headless=true");
    command.add("-Dfile.encoding=UTF-8");
    // Ports and offsets are in digits that the others read, whatever this machine's language is.
    command.add("-Duser.language=en");
    command.add("-Duser.country=US");
    // Such as that of tests, whose services live for seconds.
    Stream.ofNullable(System.getProperty("cdc.children.java")).forEach(command::add);
    command.addAll(List.of(options));
    return command;
  }

  /** The class path of this JVM, readable from any working directory. */
  public static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
