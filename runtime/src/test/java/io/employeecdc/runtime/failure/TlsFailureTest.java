package io.employeecdc.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFailureTest {
  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(
            handshake(
                new CertificateException(
                    new CertPathValidatorException(
                        "validity check failed",
                        new CertificateExpiredException("NotAfter: yesterday")))),
            "the server's certificate has expired (NotAfter: yesterday)"),
        Arguments.of(
            handshake(new CertificateNotYetValidException("tomorrow")),
            "the server's certificate is not valid yet, or a clock is wrong"),
        Arguments.of(
            handshake(new CertificateException(new CertPathBuilderException("no path"))),
            "the server's certificate is not from an authority that is trusted here"),
        Arguments.of(
            handshake(new CertificateException("No name matching db found")),
            "the server's certificate is for another host name"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            "no agreement on TLS (Received fatal alert: bad_certificate)"),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            "the server does not speak TLS"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void the_innermost_reason_is_told(Throwable error, String reason) {
    assertThat(TlsFailure.reason(new IOException("does not connect", error))).contains(reason);
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        handshake(new EOFException("SSL peer shut down incorrectly")),
        new SSLException("Connection reset", new SocketException("Connection reset")),
        new IOException("Connection refused"),
        new SSLException("closed while it was read"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void a_connection_that_was_cut_is_no_refusal(Throwable error) {
    assertThat(TlsFailure.reason(error)).isEmpty();
  }

  private static SSLHandshakeException handshake(Throwable cause) {
    SSLHandshakeException e = new SSLHandshakeException(cause.getMessage());
    e.initCause(cause);
    return e;
  }
}
