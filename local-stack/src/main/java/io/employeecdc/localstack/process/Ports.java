package io.employeecdc.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Hands out ports of 127.0.0.1.
 *
 * <p>Free ports are taken from below the range that kernels give to outgoing connections (32768 and
 * up): while a server is down, a client that keeps dialling its port could otherwise be given that
 * very port for its own end, connect to itself, and keep the server from coming back.
 */
public final class Ports {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int CONNECT_MILLIS = 1_000;

  private Ports() {}

  /** Ports that were free a moment ago, all different. */
  public static List<Integer> free(int count) {
    return ThreadLocalRandom.current()
        .ints(LOWEST, HIGHEST)
        .distinct()
        .filter(Ports::isFree)
        .limit(count)
        .boxed()
        .toList();
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Whether somebody listens; unlike a trial binding, it is never in the way of a server. */
  public static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Adjacent ones from the first on; free ones if that is 0. */
  public static Iterator<Integer> chosen(int first, int count) {
    return first == 0 ? free(count).iterator() : IntStream.range(first, first + count).iterator();
  }
}
