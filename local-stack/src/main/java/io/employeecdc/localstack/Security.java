package io.employeecdc.localstack;

import io.employeecdc.localstack.process.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates, passwords and client settings of a secure stack: files in a directory that only
 * its owner may enter. Made once and as a whole; gone with the stack. Servers of a stack that is
 * not secure have null for it.
 */
record Security(Path directory) {
  private static final String NAME = "security";
  private static final int DAYS = 365;

  /** What needs a certificate of its own. Whoever has that of Kafka is a broker. */
  private static final String[] SERVERS = {"source", "target", "registry", "kafka"};

  static Security in(Path stack) {
    return new Security(stack.resolve(NAME));
  }

  /** 128 random bits as letters and digits, which no file format needs to quote. */
  static String randomPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  void prepare(String adminPassword) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path draft = directory.resolveSibling(NAME + ".tmp");
    PrivateFiles.deleteTree(draft);
    PrivateFiles.directories(draft);
    Security made = new Security(draft);
    made.certificates();
    for (StackUser user : StackUser.values()) {
      String password = user == StackUser.ADMIN ? adminPassword : randomPassword();
      Files.writeString(PrivateFiles.create(made.passwordFile(user)), password);
      // They name files of the directory as it will be called.
      write(made.kafkaFile(user), kafka(user, password));
    }
    write(made.registryFile(), registry());
    Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path stack) throws IOException {
    PrivateFiles.deleteTree(stack.resolve(NAME + ".tmp"));
    PrivateFiles.deleteTree(stack.resolve(NAME));
  }

  Path authority() {
    return directory.resolve("ca.crt");
  }

  Path certificate(String server) {
    return directory.resolve(server + ".crt");
  }

  Path key(String server) {
    return directory.resolve(server + ".key");
  }

  /** Key and certificate of all brokers, in one file. */
  Path brokerStore() {
    return directory.resolve("kafka.pem");
  }

  Path passwordFile(StackUser user) {
    return directory.resolve(user.id() + ".password");
  }

  Path kafkaFile(StackUser user) {
    return directory.resolve(user.id() + "-kafka.properties");
  }

  Path registryFile() {
    return directory.resolve("registry.properties");
  }

  String password(StackUser user) {
    try {
      return Files.readString(passwordFile(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Kafka client of this user needs beside the brokers' addresses. */
  Map<String, String> kafka(StackUser user) {
    return kafka(user, password(user));
  }

  /** What Confluent's client needs beside the registry's address. */
  Map<String, String> registry() {
    return Map.of(
        "schema.registry.ssl.truststore.type",
        "PEM",
        "schema.registry.ssl.truststore.location",
        authority().toString());
  }

  /** The parameters of a JDBC URL that is not fooled by another server. */
  String jdbcParameters() {
    return "?sslmode=verify-full&sslrootcert="
        + URLEncoder.encode(authority().toString(), StandardCharsets.UTF_8);
  }

  /** A context that trusts the stack's authority and nobody else. */
  SSLContext trust() throws IOException {
    try (InputStream file = Files.newInputStream(authority())) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the stack's own authority cannot be trusted", e);
    }
  }

  private Map<String, String> kafka(StackUser user, String password) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", authority().toString());
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user.id(), password));
    return settings;
  }

  private void certificates() throws IOException {
    try (CertificateAuthority issuer = CertificateAuthority.create(directory)) {
      issuer.writeCertificate(authority());
      for (String server : SERVERS) {
        issuer.issue(server, "-1d", DAYS, key(server), certificate(server));
      }
    }
    String store = Files.readString(key("kafka")) + Files.readString(certificate("kafka"));
    Files.writeString(PrivateFiles.create(brokerStore()), store);
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(PrivateFiles.create(file))) {
      properties.store(writer, null);
    }
  }
}
