package io.employeecdc.pipeline.monitoring;

import io.employeecdc.localstack.CertificateAuthority;
import io.employeecdc.pipeline.secure.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Puts TLS before a server that has none, with a certificate that can be renewed. */
final class TlsFront implements AutoCloseable {
  private final ServerSocket door;
  private final URI server;
  private final Path folder;
  private final CertificateAuthority authority;
  private int issued;
  private volatile SSLContext tls;

  private TlsFront(ServerSocket door, URI server, Path folder, CertificateAuthority authority) {
    this.door = door;
    this.server = server;
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * Begins to listen, with a certificate for a year.
   *
   * @param server where it passes everything on, with http
   * @param folder for files
   */
  static TlsFront before(URI server, Path folder) throws IOException, GeneralSecurityException {
    CertificateAuthority authority = CertificateAuthority.create(folder);
    authority.writeCertificate(folder.resolve("front-authority.crt"));
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TlsFront front = new TlsFront(door, server, folder, authority);
    front.renew(365);
    inBackground(front::accept);
    return front;
  }

  /** Shows another certificate, from the next connection on. */
  void renew(int days) throws IOException, GeneralSecurityException {
    issued++;
    String name = "front-" + issued;
    Path key = folder.resolve(name + ".key");
    Path certificate = folder.resolve(name + ".crt");
    authority.issue(name, "-1d", days + 1, key, certificate);
    tls = ServerTls.of(key, certificate);
  }

  /** With which a service finds it in the registry's place. */
  Map<String, String> registrySettings() throws IOException {
    String prefix = "schema.registry.ssl.truststore.";
    Path authorityFile = folder.resolve("front-authority.crt");
    String lines = prefix + "type=PEM%n" + prefix + "location=%s%n";
    Path file = folder.resolve("front-registry.properties");
    Files.writeString(file, lines.formatted(authorityFile));
    String url = server.toString().replace("http:", "https:");
    return Map.of(
        "CDC_SCHEMA_REGISTRY_URL",
        url.replace(":" + server.getPort(), ":" + door.getLocalPort()),
        "CDC_SCHEMA_REGISTRY_CONFIG",
        file.toString());
  }

  @Override
  public void close() throws IOException {
    door.close();
    authority.close();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
        encrypted.setUseClientMode(false);
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        inBackground(() -> pass(encrypted, peer));
        inBackground(() -> pass(peer, encrypted));
      } catch (IOException closedOrNoServer) {
        // The client comes again.
      }
    }
  }

  /** Until one side ends, and then the other with it. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // As the other side will see.
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "tls-front");
    thread.setDaemon(true);
    thread.start();
  }
}
