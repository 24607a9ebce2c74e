package io.employeecdc.contract.check;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;

/**
 * Chooses the branch of a reader's union as Avro's {@link Resolver} does, which keeps its choice to
 * itself: the branch of the same full name or unnamed type; else, for a record, the one of the same
 * short name, or the first, whose fields can be read at first sight; else the first that the type
 * widens to. The branch chosen may still turn out to be unreadable; Avro does not try another.
 */
final class UnionMatch {
  /** By writer's and reader's record; true while the answer is being looked for. */
  private final Map<Both, Boolean> readable = new HashMap<>();

  /** The index of the reader's branch; -1 if none fits. */
  int branch(Schema writer, Schema union) {
    int similar = -1;
    for (int i = 0; i < union.getTypes().size(); i++) {
      Schema branch = union.getTypes().get(i);
      if (branch.getType() != writer.getType()) {
        continue;
      }
      if (!Words.isNamed(writer) || writer.getFullName().equals(branch.getFullName())) {
        return i;
      }
      if (writer.getType() == Schema.Type.RECORD && readableAtFirstSight(writer, branch)) {
        boolean sameName = writer.getName().equals(branch.getName());
        similar = similar < 0 || sameName ? i : similar;
      }
    }
    return similar >= 0 ? similar : widening(writer, union);
  }

  private static int widening(Schema writer, Schema union) {
    for (int i = 0; i < union.getTypes().size(); i++) {
      if (widens(writer, union.getTypes().get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** True for two types of which the first is read as the other, such as int as long. */
  static boolean widens(Schema writer, Schema reader) {
    return writer.getType() != reader.getType() && Resolver.Promote.isValid(writer, reader);
  }

  private boolean readableAtFirstSight(Schema writer, Schema reader) {
    Both pair = new Both(writer, reader);
    Boolean answer = readable.putIfAbsent(pair, true);
    if (answer != null) {
      return answer;
    }
    boolean found = true;
    for (Schema.Field field : reader.getFields()) {
      Schema.Field written = writer.getField(field.name());
      found &=
          written == null
              ? field.hasDefaultValue()
              : !failsOutright(written.schema(), field.schema());
    }
    readable.put(pair, found);
    return found;
  }

  /** True if the resolution of the two is an error as a whole, not only for some values. */
  private boolean failsOutright(Schema writer, Schema reader) {
    if (writer.getType() == Schema.Type.UNION) {
      return false;
    }
    if (writer.getType() != reader.getType()) {
      return reader.getType() == Schema.Type.UNION
          ? branch(writer, reader) < 0
          : !widens(writer, reader);
    }
    return switch (writer.getType()) {
      case FIXED ->
          !writer.getName().equals(reader.getName())
              || writer.getFixedSize() != reader.getFixedSize();
      case ENUM -> !writer.getName().equals(reader.getName());
      case RECORD ->
          reader.getFields().stream()
              .anyMatch(f -> writer.getField(f.name()) == null && !f.hasDefaultValue());
      default -> false;
    };
  }

  /**
   * True if Avro reads the writer's type as the reader's without looking at names: it does so for
   * two unions that agree in everything but the namespaces.
   */
  static boolean sameShape(Schema writer, Schema reader) {
    return sameShape(writer, reader, new HashMap<>());
  }

  private static boolean sameShape(Schema writer, Schema reader, Map<Both, Boolean> seen) {
    if (writer.getType() != reader.getType()
        || (Words.isNamed(writer) && !writer.getName().equals(reader.getName()))) {
      return false;
    }
    return switch (writer.getType()) {
      case ARRAY -> sameShape(writer.getElementType(), reader.getElementType(), seen);
      case MAP -> sameShape(writer.getValueType(), reader.getValueType(), seen);
      case FIXED -> writer.getFixedSize() == reader.getFixedSize();
      case ENUM -> writer.getEnumSymbols().equals(reader.getEnumSymbols());
      case UNION -> sameBranches(writer, reader, seen);
      case RECORD -> sameFields(writer, reader, seen);
      default -> true;
    };
  }

  private static boolean sameBranches(Schema writer, Schema reader, Map<Both, Boolean> seen) {
    boolean same = writer.getTypes().size() == reader.getTypes().size();
    for (int i = 0; same && i < writer.getTypes().size(); i++) {
      same = sameShape(writer.getTypes().get(i), reader.getTypes().get(i), seen);
    }
    return same;
  }

  private static boolean sameFields(Schema writer, Schema reader, Map<Both, Boolean> seen) {
    Both pair = new Both(writer, reader);
    Boolean known = seen.putIfAbsent(pair, true);
    if (known != null) {
      return known;
    }
    boolean same = writer.getFields().size() == reader.getFields().size();
    for (int i = 0; same && i < writer.getFields().size(); i++) {
      Schema.Field written = writer.getFields().get(i);
      Schema.Field read = reader.getFields().get(i);
      same = written.name().equals(read.name()) && sameShape(written.schema(), read.schema(), seen);
    }
    seen.put(pair, same);
    return same;
  }
}
