package io.employeecdc.output;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Speaks as much of PostgreSQL's protocol as it takes to refuse a connection in words of its own.
 */
final class RefusingDatabase implements AutoCloseable {
  /** The first letter of each part says which it is: severity, SQLSTATE, message, detail, hint. */
  private static final String[] PARTS = {
    "SFATAL", "C28000", "M%s", "D%s", "H%s", "s%s", "t%s", "n%s"
  };

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String words;

  RefusingDatabase(String words) throws IOException {
    this.words = words;
    Thread thread = new Thread(this::refuseAll, "refusing-database");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/any?sslmode=disable&gssEncMode=disable"
        .formatted(server.getLocalPort());
  }

  private void refuseAll() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.skipNBytes(in.readInt() - Integer.BYTES);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (String part : PARTS) {
          parts.write(part.formatted(words).getBytes(StandardCharsets.UTF_8));
          parts.write(0);
        }
        parts.write(0);
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.write('E');
        out.writeInt(Integer.BYTES + parts.size());
        parts.writeTo(out);
        out.flush();
      } catch (IOException e) {
        // The next client is answered all the same; a closed server ends the loop.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
