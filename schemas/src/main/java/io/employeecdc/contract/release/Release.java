package io.employeecdc.contract.release;

import java.time.LocalDate;

/**
 * One line of the list of released versions.
 *
 * @param number from 1
 * @param date when it was released
 * @param fingerprint SHA-256 of the file's bytes in lower-case hex; of the bytes and not of Avro's
 *     canonical form, which forgets docs, defaults and logical types
 */
public record Release(int number, LocalDate date, String fingerprint) {
  /** The name of the released file in its folder. */
  public String file() {
    return "v" + number + ReleasedFiles.SUFFIX;
  }

  String line() {
    return number + " " + date + " " + fingerprint;
  }
}
