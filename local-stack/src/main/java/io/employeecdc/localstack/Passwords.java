package io.employeecdc.localstack;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes passwords up. */
final class Passwords {
  private Passwords() {}

  /** 128 random bits as letters and digits, which no file format needs to quote. */
  static String random() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
