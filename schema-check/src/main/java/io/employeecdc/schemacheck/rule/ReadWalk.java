package io.employeecdc.schemacheck.rule;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import io.employeecdc.schemacheck.avsc.TextPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Follows a reader through a writer's records and collects every place where it stumbles. */
public final class ReadWalk {
  private final boolean reads;
  private final Reasons reasons;
  private final Set<List<TextPosition>> seen = new HashSet<>();
  private final List<Observation> found = new ArrayList<>();

  private ReadWalk(Direction direction, boolean alone) {
    this.reads = direction == Direction.NEW_READS_OLD;
    this.reasons = new Reasons(direction, alone);
  }

  /**
   * Where the reader stumbles.
   *
   * @param alone whether the other direction is of no concern
   */
  public static List<Observation> walk(
      SchemaNode writer, SchemaNode reader, Direction direction, boolean alone) {
    ReadWalk walk = new ReadWalk(direction, alone);
    walk.visit(new Pair(writer, walk.renamed(writer, reader), reader));
    return walk.found;
  }

  /**
   * The writer's schema under the names that the reader's aliases give to its parts. Avro's decoder
   * gives them twice, which only matters to aliases that lead to one another.
   */
  private Schema renamed(SchemaNode writer, SchemaNode reader) {
    try {
      Schema once = Schema.applyAliases(writer.schema(), reader.schema());
      return Schema.applyAliases(once, reader.schema());
    } catch (RuntimeException | StackOverflowError e) {
      found.add(reasons.aliasesFail(writer, reader, e));
      return writer.schema();
    }
  }

  /** What Avro does with a pair; null if it fails over an illegal default, which is said apart. */
  private static Action resolved(Schema writer, Schema reader) {
    try {
      return Resolver.resolve(writer, reader);
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private void visit(Pair pair) {
    Schema.Type writer = pair.renamed().getType();
    Schema.Type reader = pair.reader().schema().getType();
    if (writer == Schema.Type.UNION) {
      if (!sameShape(pair)) {
        pair.writerBranches().forEach(this::visitBranch);
      }
    } else if (writer == reader) {
      visitSame(pair);
    } else if (reader == Schema.Type.UNION) {
      visitReaderUnion(pair);
    } else if (widens(pair.renamed(), pair.reader().schema())) {
      reasons.lossy(pair).ifPresent(found::add);
    } else {
      found.add(reasons.typeChanged(pair));
    }
  }

  private void visitBranch(Pair branch) {
    boolean alone = branch.reader().schema().getType() != Schema.Type.UNION;
    boolean kinds = branch.renamed().getType() == branch.reader().schema().getType();
    if (alone && !kinds && !widens(branch.renamed(), branch.reader().schema())) {
      found.add(reasons.branchMissing(branch));
    } else {
      visit(branch);
    }
  }

  private void visitReaderUnion(Pair pair) {
    int branch = readerBranch(pair.renamed(), pair.reader().schema());
    if (branch >= 0) {
      visit(pair.readerBranch(branch));
    } else {
      found.add(reasons.branchMissing(pair));
    }
  }

  /** Avro reads two unions that agree in everything but the namespaces without looking at names. */
  private boolean sameShape(Pair pair) {
    return pair.reader().schema().getType() == Schema.Type.UNION
        && resolved(pair.renamed(), pair.reader().schema()) instanceof Resolver.WriterUnion union
        && union.unionEquiv;
  }

  /**
   * The index of the reader's branch that Avro chooses; -1 if none fits. The branch chosen may
   * still turn out to be unreadable; Avro does not try another.
   */
  private int readerBranch(Schema writer, Schema union) {
    Action action = resolved(writer, union);
    if (action == null) {
      List<Schema.Type> types = union.getTypes().stream().map(Schema::getType).toList();
      return types.indexOf(writer.getType());
    }
    return action instanceof Resolver.ReaderUnion chosen ? chosen.firstMatch : -1;
  }

  /** True for two types of which the first is read as the other, such as int as long. */
  static boolean widens(Schema writer, Schema reader) {
    return writer.getType() != reader.getType() && Resolver.Promote.isValid(writer, reader);
  }

  private void visitSame(Pair pair) {
    Schema writer = pair.renamed();
    Schema reader = pair.reader().schema();
    switch (reader.getType()) {
      case ARRAY -> visitElements(pair.items());
      case MAP -> visitElements(pair.values());
      case FIXED -> {
        if (!writer.getName().equals(reader.getName())) {
          found.add(reasons.nameChanged(pair));
        } else if (writer.getFixedSize() != reader.getFixedSize()) {
          found.add(reasons.sizeChanged(pair));
        }
      }
      case ENUM -> visitEnum(pair);
      case RECORD -> visitRecord(pair);
      default -> {
        // The same primitive.
      }
    }
  }

  private void visitElements(Pair pair) {
    if (SchemaSize.leastBytes(pair.renamed()) < SchemaSize.leastBytes(pair.reader().schema())) {
      found.add(reasons.elementGrew(pair));
    }
    visit(pair);
  }

  private void visitEnum(Pair pair) {
    if (!pair.renamed().getName().equals(pair.reader().schema().getName())) {
      found.add(reasons.nameChanged(pair));
      return;
    }
    List<String> unknown = new ArrayList<>(pair.renamed().getEnumSymbols());
    unknown.removeAll(new HashSet<>(pair.reader().schema().getEnumSymbols()));
    if (!unknown.isEmpty()) {
      found.add(reasons.symbolsUnknown(pair, unknown));
    }
  }

  private void visitRecord(Pair pair) {
    if (!seen.add(List.of(pair.writer().at(), pair.reader().at()))) {
      return;
    }
    if (!SchemaCompatibility.schemaNameEquals(pair.reader().schema(), pair.writer().schema())) {
      found.add(reasons.recordNameChanged(pair));
    }
    List<FieldNode> missing = new ArrayList<>();
    for (FieldNode field : pair.reader().fields()) {
      Schema.Field written = pair.renamed().getField(field.name());
      if (written != null) {
        SchemaNode type = pair.writer().field(written.pos()).type();
        visit(new Pair(type, written.schema(), field.type()));
      } else if (!field.field().hasDefaultValue()) {
        missing.add(field);
      } else if (!reads && !Defaults.readable(field)) {
        found.add(reasons.defaultDoesNotFit(pair, field));
      }
    }
    missing.forEach(field -> found.add(reasons.fieldMissing(pair, field)));
  }
}
