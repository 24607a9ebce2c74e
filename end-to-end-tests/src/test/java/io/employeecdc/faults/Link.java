package io.employeecdc.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection between a service and a server that can be cut, held and slowed down. While the
 * server is gone it accepts connections and leaves them unanswered, as some proxies do.
 */
final class Link implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final long LOOK_NANOS = 5_000_000;

  private enum State {
    WHOLE,
    HELD,
    CUT
  }

  private final ServerSocket door;
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;
  private volatile Duration delay = Duration.ZERO;

  private Link(ServerSocket door, int server) {
    this.door = door;
    this.server = server;
  }

  /** A link to a port of 127.0.0.1. */
  static Link to(int server) throws IOException {
    Link link = new Link(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), server);
    inBackground(link::accept);
    return link;
  }

  /** Where the service connects instead. */
  int port() {
    return door.getLocalPort();
  }

  /** Ends every connection, and each new one at once. */
  void cut() {
    state = State.CUT;
    open.forEach(Link::end);
  }

  /** Passes nothing on, and keeps all connections. */
  void hold() {
    state = State.HELD;
  }

  /** Delays each message, in both directions. */
  void slowDown(Duration each) {
    delay = each;
  }

  /** Passes all on, also what was held. */
  void heal() {
    delay = Duration.ZERO;
    state = State.WHOLE;
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        if (state == State.CUT) {
          end(client);
        } else {
          Socket peer = new Socket(InetAddress.getLoopbackAddress(), server);
          open.add(peer);
          inBackground(() -> pass(client, peer));
          inBackground(() -> pass(peer, client));
        }
      } catch (IOException closedOrNoServer) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        LockSupport.parkNanos(delay.toNanos());
        while (state == State.HELD) {
          LockSupport.parkNanos(LOOK_NANOS);
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException ended) {
      // As the other side will see.
    } finally {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }
}
