package io.employeecdc.contract;

import io.employeecdc.contract.release.Manifest;
import io.employeecdc.contract.release.Release;
import io.employeecdc.contract.release.ReleasedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/** The released versions of {@code EmployeeCDC}, oldest first, as shipped in this jar. */
public final class ReleasedSchemas {
  static {
    TrustedAvro.enforce();
  }

  private static final String FOLDER = "/released/EmployeeCDC/";

  private ReleasedSchemas() {}

  /** All released versions, oldest first; never empty. */
  public static List<SchemaVersion> all() {
    Manifest manifest = Manifest.parse(shipped(Manifest.FILE));
    return manifest.releases().stream().map(r -> version(r, shipped(r.file()))).toList();
  }

  /** The newest released version. */
  public static SchemaVersion latest() {
    List<SchemaVersion> all = all();
    return all.get(all.size() - 1);
  }

  /**
   * The released versions of a folder in place of the shipped ones, oldest first.
   *
   * @param files as {@link io.employeecdc.contract.release.Frozen} found nothing wrong with
   */
  public static List<SchemaVersion> of(ReleasedFiles files) {
    return files.manifest().map(Manifest::releases).orElse(List.of()).stream()
        .map(r -> version(r, new String(files.files().get(r.file()), StandardCharsets.UTF_8)))
        .toList();
  }

  private static SchemaVersion version(Release release, String text) {
    return new SchemaVersion(
        release.number(), release.date(), release.fingerprint(), new Schema.Parser().parse(text));
  }

  private static String shipped(String file) {
    try (InputStream stream = ReleasedSchemas.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new FileNotFoundException("not shipped: " + FOLDER + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
