package io.employeecdc.contract;

import io.employeecdc.contract.release.Manifest;
import io.employeecdc.contract.release.Release;
import io.employeecdc.contract.release.ReleasedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The released versions of a contract. Tells which of them a schema is, by what it says and not by
 * an id, which is the registry's own.
 *
 * @param all oldest first; never empty
 */
public record ReleasedVersions(List<SchemaVersion> all) {
  static {
    TrustedAvro.enforce();
  }

  /** Where they are in the class path, each contract's in a folder of its name. */
  public static final String FOLDER = "released";

  public ReleasedVersions {
    all = List.copyOf(all);
  }

  /** Those that this program carries; empty if it carries none of this contract. */
  public static Optional<ReleasedVersions> carried(String contract) {
    String folder = "/" + FOLDER + "/" + contract + "/";
    return text(folder + Manifest.FILE)
        .map(
            manifest ->
                new ReleasedVersions(
                    Manifest.parse(manifest).releases().stream()
                        .map(r -> version(r, text(folder + r.file()).orElseThrow()))
                        .toList()));
  }

  /**
   * The released versions of a folder in place of those that are carried.
   *
   * @param files as {@link io.employeecdc.contract.release.ReleaseGuard} found nothing wrong with
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

  private static Optional<String> text(String file) {
    try (InputStream stream = ReleasedVersions.class.getResourceAsStream(file)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest one. */
  public SchemaVersion newest() {
    return all.get(all.size() - 1);
  }

  /** As they were when the version of this number was the newest. */
  public ReleasedVersions upTo(int number) {
    return new ReleasedVersions(
        all.stream().filter(version -> version.number() <= number).toList());
  }

  /** The version of this number, if it has been released. */
  public Optional<SchemaVersion> numbered(int number) {
    return all.stream().filter(version -> version.number() == number).findFirst();
  }

  /**
   * The version that says the same; empty if none does. What Avro's code generator adds does not
   * count. A registry may drop docs, so where none agrees to the letter, one that has the same
   * fields, types and defaults will do.
   */
  public Optional<SchemaVersion> of(Schema schema) {
    Schema plain = PlainSchema.of(schema);
    String text = plain.toString();
    return all.stream()
        .filter(version -> version.schema().toString().equals(text))
        .findFirst()
        .or(() -> all.stream().filter(v -> v.schema().equals(plain)).findFirst());
  }
}
