package io.employeecdc.runtime.peers;

import io.employeecdc.runtime.options.OptionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the services show metrics and health; to be mixed into a command. */
public final class PeerOption {
  private static final Pattern ADDRESS = Pattern.compile(OptionReader.HOST + ":\\d{1,5}");

  /** Where docker-compose.yml publishes the producer, two consumers and what looks at the log. */
  private static final List<Integer> USUAL_PORTS = List.of(9401, 9402, 9403, 9404);

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description =
          "Management address of a producer, consumer or exporter of the log. May be given several times, or several"
              + " separated by commas. Default: the services of the local stack, if it has some;"
              + " else those that answer at 127.0.0.1 on ports 9401 to 9404 and"
              + " CDC_MANAGEMENT_PORT.")
  List<String> peers = List.of();

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Another port to ask at 127.0.0.1 where no --peer is named.")
  String managementPort = "0";

  @Mixin StackDirectory stack = new StackDirectory();

  /**
   * The services' management addresses, each {@code host:port}.
   *
   * @param expected true if a service must be at each of them; false if these are only the usual
   *     ones, of which those that are silent are passed over
   */
  public record Peers(List<String> addresses, boolean expected) {}

  public Peers read(OptionReader options) {
    int port = options.wholeNumber("--management-port", managementPort, 0, 65_535);
    if (!peers.isEmpty()) {
      return new Peers(named(options, peers).stream().distinct().toList(), true);
    }
    List<String> started = ofStack();
    return started.isEmpty() ? new Peers(usual(port), false) : new Peers(started, true);
  }

  /** Addresses that an option {@code --peer} names, separated by commas or given one by one. */
  public static List<String> named(OptionReader options, List<String> peers) {
    List<String> all =
        peers.stream().flatMap(text -> Stream.of(text.split(",", -1))).map(String::strip).toList();
    for (String peer : all) {
      String address = options.required("--peer", peer, "host:port");
      options.matching("--peer", address, ADDRESS, "host:port of a service's metrics");
    }
    return all;
  }

  private List<String> ofStack() {
    return ServiceLoader.load(StartedServices.class).stream()
        .flatMap(workbench -> workbench.get().ports(stack.path()).stream())
        .map(PeerOption::local)
        .toList();
  }

  private static List<String> usual(int port) {
    List<Integer> ports = new ArrayList<>(USUAL_PORTS);
    if (port > 0 && !ports.contains(port)) {
      ports.add(port);
    }
    return ports.stream().map(PeerOption::local).toList();
  }

  private static String local(int port) {
    return "127.0.0.1:" + port;
  }
}
