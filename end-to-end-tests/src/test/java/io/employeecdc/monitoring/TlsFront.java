package io.employeecdc.monitoring;

import io.employeecdc.localstack.CertificateAuthority;
import io.employeecdc.secure.ServerTls;
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
  private final Path clientFile;
  private int issued;
  private volatile SSLContext tls;

  private TlsFront(
      ServerSocket door, URI server, Path folder, CertificateAuthority authority, Path clientFile) {
    this.clientFile = clientFile;
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
    Path trusted = folder.resolve("front-authority.crt");
    authority.writeCertificate(trusted);
    String prefix = "schema.registry.ssl.truststore.";
    String lines = prefix + "type=PEM%n" + prefix + "location=%s%n";
    Path clientFile = folder.resolve("front-registry.properties");
    Files.writeString(clientFile, lines.formatted(trusted));
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TlsFront front = new TlsFront(door, server, folder, authority, clientFile);
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
  Map<String, String> registrySettings() {
    String url = server.toString().replace("http:", "https:");
    return Map.of(
        "CDC_SCHEMA_REGISTRY_URL",
        url.replace(":" + server.getPort(), ":" + door.getLocalPort()),
        "CDC_SCHEMA_REGISTRY_CONFIG",
        clientFile.toString());
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
        inBackground(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true)) {
      encrypted.setUseClientMode(false);
      inBackground(() -> pass(peer, encrypted));
      pass(encrypted, peer);
    } catch (IOException noServer) {
      // The client sees the end of its connection.
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
