package io.employeecdc.runtime.management;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of HTTP in which no client waits for another. Each connection has a thread of its own;
 * one thread accepts them, and ends those whose time is over. At the limit the oldest goes, not the
 * newest, as the JDK's own server does it: who holds connections would keep a probe out with them.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int WAITING_TO_BE_ACCEPTED = 256;
  private static final int MILLIS_BETWEEN_LOOKS = 250;

  private final ServerSocket server;
  private final Limits limits;
  private final Function<URI, HttpAnswer> pages;
  private final ExecutorService threads = Executors.newCachedThreadPool(HttpListener::thread);

  /** The oldest first, which is late first. */
  private final Deque<HttpConnection> open = new ArrayDeque<>();

  /**
   * @param connections open at once; one more, and the oldest ends
   * @param time to ask, to be answered and to go
   */
  record Limits(int connections, Duration time) {
    static final Limits USUAL = new Limits(64, Duration.ofSeconds(30));
  }

  private HttpListener(ServerSocket server, Limits limits, Function<URI, HttpAnswer> pages) {
    this.server = server;
    this.limits = limits;
    this.pages = pages;
  }

  /**
   * @param address where; port 0 takes a free one
   * @param pages asked by several threads at once
   */
  static HttpListener start(
      InetSocketAddress address, Limits limits, Function<URI, HttpAnswer> pages)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.setSoTimeout(MILLIS_BETWEEN_LOOKS);
      server.bind(address, WAITING_TO_BE_ACCEPTED);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    HttpListener listener = new HttpListener(server, limits, pages);
    thread(listener::acceptUntilClosed).start();
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("the management port could not be closed", e);
    }
    threads.shutdownNow();
    synchronized (open) {
      open.forEach(HttpConnection::close);
    }
  }

  private void acceptUntilClosed() {
    while (!server.isClosed()) {
      try {
        endLate();
        begin(server.accept());
      } catch (SocketTimeoutException e) {
        // Time to look at those that are open.
      } catch (IOException | RejectedExecutionException | OutOfMemoryError e) {
        // No file or thread is left to the process: not for ever, and not to be asked for at once.
        LOG.debug("a client of the management port could not be accepted", e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN_LOOKS));
      }
    }
  }

  private void endLate() {
    synchronized (open) {
      while (!open.isEmpty() && open.getFirst().late()) {
        open.removeFirst().close();
      }
    }
  }

  private void begin(Socket socket) {
    long deadline = System.nanoTime() + limits.time().toNanos();
    HttpConnection connection = new HttpConnection(socket, deadline);
    synchronized (open) {
      open.addLast(connection);
      if (open.size() > limits.connections()) {
        open.removeFirst().close();
      }
    }
    try {
      threads.execute(() -> serve(connection));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ended(connection);
      throw e;
    }
  }

  private void serve(HttpConnection connection) {
    try {
      connection.serve(pages);
    } finally {
      ended(connection);
    }
  }

  private void ended(HttpConnection connection) {
    connection.close();
    synchronized (open) {
      open.remove(connection);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "management");
    thread.setDaemon(true);
    return thread;
  }
}
