package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Compares what Avro does not look at: meaning, documentation, the value of defaults. */
final class StrictWalk {
  private final boolean newest;
  private final Set<Both> seen = new HashSet<>();
  private final List<Observation> found = new ArrayList<>();

  private StrictWalk(boolean newest) {
    this.newest = newest;
  }

  /**
   * Everything that changed silently.
   *
   * @param newest whether {@code was} is the newest earlier version: a doc or default that an older
   *     one had differently was let go already
   */
  static List<Observation> walk(Spot was, Spot now, boolean newest) {
    StrictWalk walk = new StrictWalk(newest);
    walk.visit(was, now);
    return walk.found;
  }

  private void visit(Spot was, Spot now) {
    if (was.schema().getType() == Schema.Type.UNION
        || now.schema().getType() == Schema.Type.UNION) {
      visitUnion(was, now);
      return;
    }
    Meaning.compare(was, now).ifPresent(found::add);
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

  private void visitUnion(Spot was, Spot now) {
    List<Spot> branches = branches(now);
    List<Spot> left = new ArrayList<>(branches(was));
    List<Spot> unmatched = new ArrayList<>();
    for (Spot branch : branches) {
      Optional<Spot> match = left.stream().filter(old -> sameBranch(old, branch)).findFirst();
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

  private static List<Spot> branches(Spot spot) {
    return spot.schema().getType() == Schema.Type.UNION ? spot.branches() : List.of(spot);
  }

  private static boolean sameBranch(Spot was, Spot now) {
    return was.schema().getType() == now.schema().getType()
        && (!Spot.isNamed(now.schema())
            || was.schema().getName().equals(now.schema().getName())
            || now.schema().getAliases().contains(was.schema().getFullName()));
  }

  private void visitNamed(Spot was, Spot now) {
    if (!seen.add(new Pair(was, was.schema(), now).places())) {
      return;
    }
    if (now.schema().getAliases().contains(was.schema().getFullName())) {
      found.add(Silent.renamed(was.schema().getFullName(), now.at("aliases"), now.path()));
    }
    if (newest) {
      Silent.moved(was, now).ifPresent(found::add);
      Silent.docRemoved(was, now).ifPresent(found::add);
      Silent.enumDefault(was, now).ifPresent(found::add);
    }
    if (now.schema().getType() == Schema.Type.RECORD
        && was.schema().getType() == Schema.Type.RECORD) {
      visitFields(was, now);
    }
  }

  private void visitFields(Spot was, Spot now) {
    List<Integer> order = new ArrayList<>();
    for (FieldSpot field : now.fields()) {
      FieldSpot old = earlier(was, field);
      if (old != null) {
        order.add(old.field().pos());
        visitField(old, field);
      }
    }
    if (newest && !order.equals(order.stream().sorted().toList())) {
      found.add(Silent.reordered(now));
    }
  }

  private static FieldSpot earlier(Spot was, FieldSpot field) {
    FieldSpot same = was.field(field.name());
    return same != null
        ? same
        : field.field().aliases().stream()
            .map(was::field)
            .filter(f -> f != null)
            .findFirst()
            .orElse(null);
  }

  private void visitField(FieldSpot was, FieldSpot now) {
    if (!was.name().equals(now.name())) {
      found.add(Silent.renamed(was.name(), now.at("aliases"), now.path()));
    }
    if (newest) {
      Silent.docRemoved(was, now).ifPresent(found::add);
      Silent.defaultChanged(was, now).ifPresent(found::add);
    }
    visit(was.type(), now.type());
  }
}
