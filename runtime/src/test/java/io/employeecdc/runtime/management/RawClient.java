package io.employeecdc.runtime.management;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says what it likes. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  /**
   * Connects.
   *
   * @param window bytes that it takes before it reads; 0 as usual
   */
  RawClient(int port, int window) throws IOException {
    socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    if (window > 0) {
      socket.setReceiveBufferSize(window);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
  }

  static RawClient to(int port) throws IOException {
    return new RawClient(port, 0);
  }

  RawClient say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawClient sayNoMore() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** All that comes until the server ends. */
  String answer() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      all.write(next);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The status of an answer; empty if the server ended without one. */
  static String status(String answer) {
    return answer.isEmpty() ? "" : answer.substring(9, 12);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
