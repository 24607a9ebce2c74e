package io.employeecdc.runtime.management;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its request, the answer, the end. Whatever it does, it is through at its deadline:
 * {@link HttpListener} closes the socket then, which ends every read and write at once.
 */
record HttpConnection(Socket socket, long deadline) {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int LONGEST_HEAD = 8192;
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  void serve(Function<URI, HttpAnswer> pages) {
    try {
      String request = firstLine();
      boolean headOnly = request.startsWith("HEAD ");
      socket.getOutputStream().write(answer(request, pages).bytes(headOnly));
      // Closed with bytes unread, a connection is reset, and the client may lose the answer.
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOG.debug("a client of the management port has gone", e);
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection could not be closed", e);
    }
  }

  /**
   * Headers are read to their end and told to nobody, a body is not read. Empty if they are too
   * long.
   */
  private String firstLine() throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client has gone");
      }
      if (head.length() == LONGEST_HEAD) {
        return "";
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static HttpAnswer answer(String request, Function<URI, HttpAnswer> pages) {
    String[] words = request.split(" ", -1);
    if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
      return HttpAnswer.text(
          400, "a request begins with 'GET PATH HTTP/1.1' and has 8192 bytes at most");
    }
    if (!METHODS.contains(words[0])) {
      return HttpAnswer.text(405, "here are GET and HEAD");
    }
    try {
      URI target = new URI(words[1]);
      return target.getPath() == null
          ? HttpAnswer.text(400, "the path begins with a slash")
          : pages.apply(target);
    } catch (URISyntaxException e) {
      return HttpAnswer.text(400, "the path is not one of a URL");
    } catch (RuntimeException e) {
      LOG.warn("a request to the management port failed", e);
      return HttpAnswer.text(500, "failed; see the log");
    }
  }
}
