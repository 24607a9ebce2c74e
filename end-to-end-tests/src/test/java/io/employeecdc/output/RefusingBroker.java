package io.employeecdc.output;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Speaks as much of Kafka's protocol as it takes to refuse a login in words of its own. */
final class RefusingBroker implements AutoCloseable {
  /** What a client has to say to log in here. */
  static final String CLIENT =
      "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
          + "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"any\" password=\"any\";\n";

  private static final short VERSIONS = 18;
  private static final short HANDSHAKE = 17;
  private static final short AUTHENTICATE = 36;
  private static final short UNSUPPORTED_VERSION = 35;
  private static final short LOGIN_FAILED = 58;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String words;

  RefusingBroker(String words) throws IOException {
    this.words = words;
    daemon(this::acceptAll);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> answerAll(client));
      } catch (IOException e) {
        // A closed server ends the loop.
      }
    }
  }

  private void answerAll(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] answer = answer(ByteBuffer.wrap(in.readNBytes(in.readInt())));
        out.writeInt(answer.length);
        out.write(answer);
        out.flush();
      }
    } catch (IOException e) {
      // The client has heard enough.
    }
  }

  /** All in versions without tagged fields, which the first answer says are the only ones. */
  private byte[] answer(ByteBuffer request) throws IOException {
    short kind = request.getShort();
    short version = request.getShort();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(request.getInt());
    switch (kind) {
      case VERSIONS -> {
        out.writeShort(version == 0 ? 0 : UNSUPPORTED_VERSION);
        out.writeInt(3);
        for (short[] one : new short[][] {{VERSIONS, 0}, {HANDSHAKE, 1}, {AUTHENTICATE, 1}}) {
          out.writeShort(one[0]);
          out.writeShort(0);
          out.writeShort(one[1]);
        }
      }
      case HANDSHAKE -> {
        out.writeShort(0);
        out.writeInt(1);
        text(out, "PLAIN");
      }
      default -> {
        out.writeShort(LOGIN_FAILED);
        text(out, words);
        out.writeInt(0);
        out.writeLong(0);
      }
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "refusing-broker");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
