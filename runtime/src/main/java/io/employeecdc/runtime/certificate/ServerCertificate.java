package io.employeecdc.runtime.certificate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Asks a server for its certificate, and hangs up. */
final class ServerCertificate {
  private static final int PATIENCE_MILLIS = 5_000;

  /** PostgreSQL, chapter "Message Formats": SSLRequest, its length and its code. */
  private static final int SSL_REQUEST_LENGTH = 8;

  private static final int SSL_REQUEST = 80_877_103;

  private ServerCertificate() {}

  /**
   * The end of the certificate, or of those that it was issued by if one of them ends before it;
   * empty if the server has none.
   *
   * @throws IOException if it does not answer
   */
  static Optional<Instant> validUntil(TlsPeer peer) throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(peer.host(), peer.port()), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      if (peer.hello() == TlsPeer.Hello.ASKED_FOR && !ask(plain)) {
        return Optional.empty();
      }
      return Optional.of(shake(plain, peer));
    }
  }

  private static boolean ask(Socket plain) throws IOException {
    DataOutputStream out = new DataOutputStream(plain.getOutputStream());
    out.writeInt(SSL_REQUEST_LENGTH);
    out.writeInt(SSL_REQUEST);
    out.flush();
    return new DataInputStream(plain.getInputStream()).readByte() == 'S';
  }

  private static Instant shake(Socket plain, TlsPeer peer) throws IOException {
    Seen seen = new Seen();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {seen}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, peer.host(), peer.port(), true)) {
        socket.startHandshake();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot speak TLS", e);
    } catch (IOException e) {
      // A server that wants a certificate of ours has shown its own by then.
      if (seen.end == null) {
        throw e;
      }
    }
    return seen.end;
  }

  /** Accepts all, since an expired one is what it is there to see; nothing else is ever sent. */
  private static final class Seen implements X509TrustManager {
    private Instant end;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      end =
          Arrays.stream(chain)
              .map(certificate -> certificate.getNotAfter().toInstant())
              .min(Comparator.naturalOrder())
              .orElse(null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
