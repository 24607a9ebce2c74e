package io.employeecdc.schemacheck.rule;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import io.employeecdc.schemacheck.avsc.TextPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Compares what Avro does not look at. Its choice of a union's branch is no guide here: Avro reads
 * a branch that has gone as another one, whose meaning it never had, and finds none for a record
 * that is still the same one to everybody else.
 */
public final class StrictWalk {
  private final Set<List<TextPosition>> seen = new HashSet<>();
  private final NonBreakingChanges changes;

  private StrictWalk(boolean newest) {
    this.changes = new NonBreakingChanges(newest);
  }

  /**
   * What has changed and breaks no reader, in the order of the new schema.
   *
   * @param newest whether {@code was} is the newest earlier version
   */
  public static List<Observation> walk(SchemaNode was, SchemaNode now, boolean newest) {
    StrictWalk walk = new StrictWalk(newest);
    walk.visit(was, now);
    return walk.changes.found();
  }

  private void visit(SchemaNode was, SchemaNode now) {
    if (was.schema().isUnion() || now.schema().isUnion()) {
      visitUnion(branches(was), branches(now));
      return;
    }
    changes.meaningChanged(was, now);
    if (was.schema().getType() != now.schema().getType()) {
      return;
    }
    switch (now.schema().getType()) {
      case ARRAY -> visit(was.items(), now.items());
      case MAP -> visit(was.values(), now.values());
      case ENUM, FIXED, RECORD -> visitNamed(was, now);
      default -> {
        // A primitive has a meaning and nothing else.
      }
    }
  }

  private static List<SchemaNode> branches(SchemaNode node) {
    return node.schema().isUnion() ? node.branches() : List.of(node);
  }

  /** Pairs branches by type and name; one that is left on either side is the same one, changed. */
  private void visitUnion(List<SchemaNode> was, List<SchemaNode> now) {
    List<SchemaNode> left = new ArrayList<>(was);
    List<SchemaNode> unmatched = new ArrayList<>();
    for (SchemaNode branch : now) {
      Optional<SchemaNode> match = left.stream().filter(old -> sameBranch(old, branch)).findFirst();
      match.ifPresentOrElse(
          old -> {
            left.remove(old);
            visit(old, branch);
          },
          () -> unmatched.add(branch));
    }
    if (left.size() == 1 && unmatched.size() == 1) {
      visit(left.get(0), unmatched.get(0));
    }
  }

  private static boolean sameBranch(SchemaNode was, SchemaNode now) {
    return was.schema().getType() == now.schema().getType()
        && (!SchemaNode.isNamed(now.schema())
            || was.schema().getName().equals(now.schema().getName())
            || now.schema().getAliases().contains(was.schema().getFullName()));
  }

  private void visitNamed(SchemaNode was, SchemaNode now) {
    if (seen.add(List.of(was.at(), now.at()))) {
      changes.compare(was, now);
      if (now.schema().getType() == Schema.Type.RECORD) {
        visitFields(was, now);
      }
    }
  }

  private void visitFields(SchemaNode was, SchemaNode now) {
    List<Integer> order = new ArrayList<>();
    for (FieldNode field : now.fields()) {
      FieldNode old = earlier(was, field);
      if (old != null) {
        order.add(old.field().pos());
        changes.compare(old, field);
        visit(old.type(), field.type());
      }
    }
    changes.order(now, order);
  }

  /** Null if the field is new. */
  private static FieldNode earlier(SchemaNode was, FieldNode field) {
    FieldNode same = was.field(field.name());
    return same != null
        ? same
        : field.field().aliases().stream()
            .map(was::field)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }
}
