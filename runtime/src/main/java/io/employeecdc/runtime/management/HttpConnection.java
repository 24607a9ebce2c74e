package io.employeecdc.runtime.management;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its request, the answer, the end. Whatever it does, it is through at its deadline:
 * {@link HttpListener} closes the socket then, which ends every read and write at once.
 */
final class HttpConnection {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private final Socket socket;
  private final HttpListener.Limits limits;
  private volatile long deadline;

  HttpConnection(Socket socket, HttpListener.Limits limits) {
    this.socket = socket;
    this.limits = limits;
    allow(limits.request());
  }

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  void serve(Function<HttpRequest, HttpAnswer> pages) {
    try {
      socket.getOutputStream().write(answer(pages));
      endGently();
    } catch (IOException e) {
      LOG.debug("a client of the management port has gone", e);
    } finally {
      close();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection could not be closed", e);
    }
  }

  private byte[] answer(Function<HttpRequest, HttpAnswer> pages) throws IOException {
    try {
      HttpRequest request = HttpRequest.read(socket.getInputStream());
      allow(limits.answer());
      return pages.apply(request).bytes(request.headOnly());
    } catch (HttpRequest.Refused e) {
      return e.answer().bytes(false);
    } catch (RuntimeException e) {
      LOG.warn("a request to the management port failed", e);
      return HttpAnswer.text(500, "failed; see the log").bytes(false);
    }
  }

  /** Closed with bytes unread, a connection is reset, and the client may lose the answer. */
  private void endGently() throws IOException {
    allow(limits.goodbye());
    socket.shutdownOutput();
    InputStream rest = socket.getInputStream();
    byte[] unread = new byte[1024];
    while (rest.read(unread) >= 0) {
      // What follows the request is nothing that we answer.
    }
  }

  private void allow(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }
}
