package io.employeecdc.consumer.decode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry that answers as a test wants it. */
abstract class WithRegistry {
  static final int BODY = 900_000;
  static final String OURS = "io.employeecdc.schema.EmployeeCDC";

  HttpServer server;
  Registry registry;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    registry = Registry.at("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    server.stop(0);
  }

  void schema(String schema) {
    answer("{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}");
  }

  void answer(String body) {
    server.createContext("/", exchange -> send(exchange, body));
  }

  static void send(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  DecodeFault fault(byte fill) throws RegistryException {
    return fault(filled(fill));
  }

  DecodeFault fault(byte[] value) throws RegistryException {
    try {
      throw new AssertionError("decoded: " + decode(value));
    } catch (UndecodableException e) {
      return e.reason().decodeFault().orElseThrow();
    }
  }

  static byte[] filled(byte fill) {
    byte[] value = Arrays.copyOf(WireFormat.header(7), BODY);
    Arrays.fill(value, WireFormat.HEADER_LENGTH, value.length, fill);
    return value;
  }

  Change decode(byte[] value) throws UndecodableException, RegistryException {
    return new ChangeDecoder(registry, Contract.standard()).decode(new byte[] {'1'}, value, 0);
  }

  /** A record of our name with one field. */
  static String ours(String type) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[{\"name\":\"x\",\"type\":%s},{\"name\":\"action_id\",\"type\":\"long\"},{\"name\":\"emp_id\",\"type\":\"int\"},{\"name\":\"captured_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}]}"
        .formatted(OURS, type);
  }
}
