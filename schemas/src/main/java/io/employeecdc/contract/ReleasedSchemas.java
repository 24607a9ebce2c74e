package io.employeecdc.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The released versions of {@code EmployeeCDC}, oldest first, as shipped in this jar. */
public final class ReleasedSchemas {
  static {
    TrustedAvro.enforce();
  }

  private ReleasedSchemas() {}

  /** All released versions, oldest first; never empty. */
  public static List<SchemaVersion> all() {
    List<SchemaVersion> versions = new ArrayList<>();
    for (int number = 1; ; number++) {
      try (InputStream file = open(number)) {
        if (file == null) {
          return List.copyOf(versions);
        }
        versions.add(new SchemaVersion(number, new Schema.Parser().parse(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The newest released version. */
  public static SchemaVersion latest() {
    List<SchemaVersion> all = all();
    return all.get(all.size() - 1);
  }

  private static InputStream open(int number) {
    return ReleasedSchemas.class.getResourceAsStream("/released/EmployeeCDC/v" + number + ".avsc");
  }
}
