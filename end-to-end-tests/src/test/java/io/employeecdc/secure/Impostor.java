package io.employeecdc.secure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Shows everybody who connects the same certificate, whatever they take it for, and hangs up. */
final class Impostor implements AutoCloseable {
  private static final int POSTGRES_SSL_REQUEST_BYTES = 8;

  private final ServerSocket socket;
  private final SSLContext tls;
  private final boolean postgres;

  private Impostor(ServerSocket socket, SSLContext tls, boolean postgres) {
    this.socket = socket;
    this.tls = tls;
    this.postgres = postgres;
  }

  /**
   * Begins to listen.
   *
   * @param postgres whether it has to agree to TLS first, as PostgreSQL does
   */
  static Impostor with(Path key, Path certificate, boolean postgres)
      throws IOException, GeneralSecurityException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Impostor impostor = new Impostor(socket, ServerTls.of(key, certificate), postgres);
    Thread thread = new Thread(impostor::serve, "impostor");
    thread.setDaemon(true);
    thread.start();
    return impostor;
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        if (postgres) {
          client.getInputStream().readNBytes(POSTGRES_SSL_REQUEST_BYTES);
          client.getOutputStream().write('S');
        }
        try (SSLSocket encrypted =
            (SSLSocket) tls.getSocketFactory().createSocket(client, null, true)) {
          encrypted.setUseClientMode(false);
          encrypted.startHandshake();
        }
      } catch (IOException refusedOrClosed) {
        // The next one may be less careful.
      }
    }
  }
}
