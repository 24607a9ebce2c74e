package io.employeecdc.schematools.rule;

import io.employeecdc.schematools.avsc.FieldNode;
import io.employeecdc.schematools.avsc.SchemaNode;
import io.employeecdc.schematools.avsc.TextPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Compares what Avro does not look at: meaning, documentation, the value of defaults. */
public final class StrictWalk {
  private final boolean newest;
  private final Set<List<TextPosition>> seen = new HashSet<>();
  private final NonBreakingChanges changes = new NonBreakingChanges();

  private StrictWalk(boolean newest) {
    this.newest = newest;
  }

  /**
   * Everything that changed silently.
   *
   * @param newest whether {@code was} is the newest earlier version: a doc or default that an older
   *     one had differently was let go already
   */
  public static List<Observation> walk(SchemaNode was, SchemaNode now, boolean newest) {
    StrictWalk walk = new StrictWalk(newest);
    walk.visit(was, now);
    return walk.changes.found();
  }

  private void visit(SchemaNode was, SchemaNode now) {
    if (was.schema().getType() == Schema.Type.UNION
        || now.schema().getType() == Schema.Type.UNION) {
      visitUnion(was, now);
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

  private void visitUnion(SchemaNode was, SchemaNode now) {
    List<SchemaNode> branches = branches(now);
    List<SchemaNode> left = new ArrayList<>(branches(was));
    List<SchemaNode> unmatched = new ArrayList<>();
    for (SchemaNode branch : branches) {
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

  private static List<SchemaNode> branches(SchemaNode node) {
    return node.schema().getType() == Schema.Type.UNION ? node.branches() : List.of(node);
  }

  private static boolean sameBranch(SchemaNode was, SchemaNode now) {
    return was.schema().getType() == now.schema().getType()
        && (!SchemaNode.isNamed(now.schema())
            || was.schema().getName().equals(now.schema().getName())
            || now.schema().getAliases().contains(was.schema().getFullName()));
  }

  private void visitNamed(SchemaNode was, SchemaNode now) {
    if (!seen.add(List.of(was.at(), now.at()))) {
      return;
    }
    if (now.schema().getAliases().contains(was.schema().getFullName())) {
      changes.renamed(was.schema().getFullName(), now);
    }
    if (newest) {
      changes.moved(was, now);
      changes.docRemoved(was, now);
      changes.enumDefault(was, now);
    }
    if (now.schema().getType() == Schema.Type.RECORD
        && was.schema().getType() == Schema.Type.RECORD) {
      visitFields(was, now);
    }
  }

  private void visitFields(SchemaNode was, SchemaNode now) {
    List<Integer> order = new ArrayList<>();
    for (FieldNode field : now.fields()) {
      FieldNode old = earlier(was, field);
      if (old != null) {
        order.add(old.field().pos());
        visitField(old, field);
      }
    }
    if (newest && !order.equals(order.stream().sorted().toList())) {
      changes.reordered(now);
    }
  }

  private static FieldNode earlier(SchemaNode was, FieldNode field) {
    FieldNode same = was.field(field.name());
    return same != null
        ? same
        : field.field().aliases().stream()
            .map(was::field)
            .filter(f -> f != null)
            .findFirst()
            .orElse(null);
  }

  private void visitField(FieldNode was, FieldNode now) {
    if (!was.name().equals(now.name())) {
      changes.renamed(was.name(), now);
    }
    if (newest) {
      changes.docRemoved(was, now);
      changes.defaultChanged(was, now);
    }
    visit(was.type(), now.type());
  }
}
