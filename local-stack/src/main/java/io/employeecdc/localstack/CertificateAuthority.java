package io.employeecdc.localstack;

import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate authority of one stack, which lives only while it issues: its own key is deleted
 * with it, so nobody can have another certificate of it later. The running JDK's {@code keytool}
 * does the work; what leaves are PEM files, which PostgreSQL, Kafka and the registry all read.
 */
public final class CertificateAuthority implements AutoCloseable {
  private static final String SELF = "authority";
  private static final String STORE_PASSWORD = "STORE_PASSWORD";

  private final Path workshop;
  private final String password = Security.randomPassword();

  private CertificateAuthority(Path workshop) {
    this.workshop = workshop;
  }

  /**
   * A new one, unlike any before it.
   *
   * @param parent where it works, in a directory of its own that is gone when it is closed
   */
  public static CertificateAuthority create(Path parent) throws IOException {
    CertificateAuthority authority =
        new CertificateAuthority(Files.createTempDirectory(parent, "authority-"));
    try {
      authority.generate(SELF, "-startdate", "-1d", "-validity", "366", "-ext", "bc:c");
      return authority;
    } catch (IOException e) {
      authority.close();
      throw e;
    }
  }

  /** Writes its own certificate, which is what clients have to trust. */
  public void writeCertificate(Path file) throws IOException {
    try {
      Files.writeString(file, pem("CERTIFICATE", store().getCertificate(SELF).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be encoded", e);
    }
  }

  /**
   * Issues a certificate for 127.0.0.1, and for no name.
   *
   * @param name its common name
   * @param from its first moment, as {@code keytool -startdate} takes it, such as {@code -1d}
   * @param days how long it is valid from then on
   * @param keyFile gets the private key, for its owner's eyes only
   * @param certificateFile gets the certificate and that of the authority
   */
  public void issue(String name, String from, int days, Path keyFile, Path certificateFile)
      throws IOException {
    generate(
        name,
        "-signer",
        SELF,
        "-startdate",
        from,
        "-validity",
        String.valueOf(days),
        "-ext",
        "san=ip:127.0.0.1");
    try {
      KeyStore store = store();
      byte[] key = store.getKey(name, password.toCharArray()).getEncoded();
      Files.writeString(PrivateFiles.create(keyFile), pem("PRIVATE KEY", key));
      StringBuilder chain = new StringBuilder();
      for (Certificate certificate : store.getCertificateChain(name)) {
        chain.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      Files.writeString(certificateFile, chain);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate of " + name + " cannot be read back", e);
    }
  }

  @Override
  public void close() throws IOException {
    PrivateFiles.deleteTree(workshop);
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(workshop.resolve("keys.p12").toFile(), password.toCharArray());
  }

  /** The password goes through the environment: a command line can be read by every user. */
  private void generate(String name, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair"));
    command.addAll(List.of("-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", workshop.resolve("keys.p12").toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", STORE_PASSWORD));
    command.addAll(List.of(options));
    Program keytool = Program.run(command, Map.of(STORE_PASSWORD, password), "");
    if (keytool.exitCode() != 0) {
      throw new IOException(
          "keytool made no certificate for %s: %s".formatted(name, keytool.output()));
    }
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text);
  }
}
