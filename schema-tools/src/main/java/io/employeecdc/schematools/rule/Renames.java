package io.employeecdc.schematools.rule;

import io.employeecdc.runtime.options.EditDistance;
import io.employeecdc.schematools.avsc.FieldNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;

/** Guesses whether a field that is gone and one that is new are the same under two names. */
public final class Renames {
  /** Each field is compared with each: beyond this nobody waits for a guess. */
  private static final int MOST_FIELDS = 300;

  private Renames() {}

  /** The writer's field that the reader's missing field may be; empty if none looks alike. */
  static Optional<String> alike(Pair pair, FieldNode missing, boolean newReads) {
    Schema reader = pair.reader().schema();
    if (pair.renamed().getFields().size() > MOST_FIELDS) {
      return Optional.empty();
    }
    List<String> unread =
        pair.renamed().getFields().stream()
            .filter(f -> reader.getField(f.name()) == null)
            .filter(f -> f.schema().getType() == missing.field().schema().getType())
            .map(f -> pair.writer().field(f.pos()).name())
            .toList();
    if (unread.size() == 1 && mayBeRenamed(pair, missing, unread.get(0), newReads)) {
      return Optional.of(unread.get(0));
    }
    return unread.stream().filter(name -> similar(name, missing.name())).findFirst();
  }

  /** One field went and one came, of the same type: enough to ask, in the same place. */
  private static boolean mayBeRenamed(
      Pair pair, FieldNode missing, String other, boolean newReads) {
    Schema.Field written = pair.writer().schema().getField(other);
    return similar(other, missing.name())
        || (written.pos() == missing.field().pos()
            && written.schema().equals(missing.field().schema())
            && (newReads || pair.renamed().getFields().size() > 1));
  }

  /** Equal but for case and separators, or one within the other, or few letters apart. */
  private static boolean similar(String left, String right) {
    String a = bare(left);
    String b = bare(right);
    return a.equals(b)
        || (Math.min(a.length(), b.length()) >= 3 && (a.contains(b) || b.contains(a)))
        || EditDistance.of(a, b) <= Math.max(a.length(), b.length()) / 3;
  }

  private static String bare(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
