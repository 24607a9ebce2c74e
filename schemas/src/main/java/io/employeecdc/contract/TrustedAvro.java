package io.employeecdc.contract;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Makes Avro safe for bytes from a topic: it may load classes of the one generated package only,
 * and a record may not claim more than it can hold.
 *
 * <p>Avro reads its limits once, when its decoder class is loaded, and refuses generated classes
 * that nobody vouched for; so this runs before either is touched. Every class of this package that
 * leads to Avro calls {@link #enforce()} in its static initializer.
 */
public final class TrustedAvro {
  private static final String TRUSTED_PACKAGE = "io.employeecdc.schema.";

  /** Longest string, byte array or collection a record may claim: Kafka's own default limit. */
  private static final String MAX_LENGTH = String.valueOf(1024 * 1024);

  static {
    for (String kind : new String[] {"string", "bytes", "collectionItems"}) {
      System.setProperty("org.apache.avro.limits." + kind + ".maxLength", MAX_LENGTH);
    }
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES,
            type -> type.getName().startsWith(TRUSTED_PACKAGE)));
  }

  private TrustedAvro() {}

  /** Puts trust and limits in force for this process; safe to repeat. */
  public static void enforce() {}
}
