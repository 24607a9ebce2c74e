package io.employeecdc.consumer.decode;

/** The key of a record: the employee's id as a decimal number. */
final class DecimalKey {
  private DecimalKey() {}

  /** True if the key is exactly the number's decimal form; makes no object for it. */
  static boolean matches(byte[] key, int number) {
    long rest = Math.abs((long) number);
    int at = key.length;
    do {
      if (--at < 0 || key[at] != '0' + rest % 10) {
        return false;
      }
      rest /= 10;
    } while (rest > 0);
    return number < 0 ? at == 1 && key[0] == '-' : at == 0;
  }
}
