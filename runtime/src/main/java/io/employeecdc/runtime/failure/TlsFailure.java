package io.employeecdc.runtime.failure;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why two sides did not agree on TLS, in words. Java reports the reason at the bottom of a chain of
 * exceptions of which none says which setting is to blame.
 */
public final class TlsFailure {
  private static final int DEEPEST = 20;

  private TlsFailure() {}

  /**
   * The reason; empty for an error that is none of TLS, and for a connection that was merely cut
   * while the two sides were agreeing: that passes.
   */
  public static Optional<String> reason(Throwable error) {
    List<Throwable> causes =
        Stream.iterate(error, Objects::nonNull, Throwable::getCause).limit(DEEPEST).toList();
    if (causes.stream().anyMatch(TlsFailure::isCut)) {
      return Optional.empty();
    }
    return causes.stream()
        .map(TlsFailure::certificate)
        .flatMap(Optional::stream)
        .reduce((outer, inner) -> inner)
        .or(() -> causes.stream().map(TlsFailure::handshake).flatMap(Optional::stream).findFirst());
  }

  private static boolean isCut(Throwable cause) {
    return cause instanceof EOFException
        || cause instanceof SocketException
        || cause instanceof SocketTimeoutException;
  }

  private static Optional<String> certificate(Throwable cause) {
    if (cause instanceof CertificateExpiredException) {
      return Optional.of("the server's certificate has expired (" + cause.getMessage() + ")");
    }
    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of("the server's certificate is not valid yet, or a clock is wrong");
    }
    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of("the server's certificate is not from an authority that is trusted here");
    }
    return cause instanceof SSLPeerUnverifiedException
            || (cause instanceof CertificateException && isAboutName(cause))
        ? Optional.of("the server's certificate is for another host name")
        : Optional.empty();
  }

  /** The JDK has no type of its own for it. */
  private static boolean isAboutName(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  private static Optional<String> handshake(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof SSLException && message.startsWith("Unsupported or unrecognized SSL")) {
      return Optional.of("the server does not speak TLS");
    }
    return cause instanceof SSLHandshakeException
        ? Optional.of("no agreement on TLS (" + message + ")")
        : Optional.empty();
  }
}
