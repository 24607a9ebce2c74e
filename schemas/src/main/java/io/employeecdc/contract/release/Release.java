package io.employeecdc.contract.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * One line of the list of released versions.
 *
 * @param number from 1
 * @param date when it was released
 * @param fingerprint SHA-256 of the file's bytes in lower-case hex; of the bytes and not of Avro's
 *     canonical form, which forgets docs, defaults and logical types
 */
public record Release(int number, LocalDate date, String fingerprint) {
  public String file() {
    return "v" + number + ReleasedFiles.SUFFIX;
  }

  String line() {
    return number + " " + date + " " + fingerprint;
  }

  /** What a released file is recognised by. */
  static String fingerprint(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
