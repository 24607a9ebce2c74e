package io.employeecdc.contract.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Schema;

/** What the actions of a reader say of all records at once. */
final class ReadingTree {
  private final Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> ignored = new ArrayList<>();
  private final boolean hopeless;

  private ReadingTree(Action root) {
    collect(root, "");
    seen.clear();
    hopeless = root == null || hopeless(root);
  }

  static ReadingTree of(Schema writer, Schema reader) {
    try {
      return new ReadingTree(DecoderVerdict.actions(writer, reader));
    } catch (RuntimeException | IOException | StackOverflowError e) {
      return new ReadingTree(null);
    }
  }

  /** True if no record can be read: the way to an error leads through no choice. */
  boolean hopeless() {
    return hopeless;
  }

  List<String> ignored() {
    return List.copyOf(ignored);
  }

  private boolean hopeless(Action action) {
    if (!seen.add(action)) {
      return false;
    }
    return switch (action.type) {
      case ERROR -> true;
      case RECORD ->
          Arrays.stream(((Resolver.RecordAdjust) action).fieldActions).anyMatch(this::hopeless);
      case ENUM -> Arrays.stream(((EnumAdjust) action).adjustments).allMatch(i -> i < 0);
      case READER_UNION -> hopeless(((Resolver.ReaderUnion) action).actualAction);
      case WRITER_UNION -> {
        Resolver.WriterUnion union = (Resolver.WriterUnion) action;
        yield !union.unionEquiv && Arrays.stream(union.actions).allMatch(this::hopeless);
      }
      case CONTAINER, DO_NOTHING, PROMOTE, SKIP -> false;
    };
  }

  private void collect(Action action, String path) {
    if (action == null || !seen.add(action)) {
      return;
    }
    switch (action.type) {
      case CONTAINER -> collect(((Resolver.Container) action).elementAction, path);
      case READER_UNION -> collect(((Resolver.ReaderUnion) action).actualAction, path);
      case WRITER_UNION ->
          Arrays.stream(((Resolver.WriterUnion) action).actions).forEach(a -> collect(a, path));
      case RECORD -> fields((Resolver.RecordAdjust) action, path);
      case ERROR, ENUM, DO_NOTHING, PROMOTE, SKIP -> {}
    }
  }

  private void fields(Resolver.RecordAdjust record, String path) {
    List<Schema.Field> fields = record.writer.getFields();
    for (int i = 0; i < fields.size(); i++) {
      String name = path + fields.get(i).name();
      if (record.fieldActions[i].type == Action.Type.SKIP) {
        ignored.add(name);
      } else {
        collect(record.fieldActions[i], name + ".");
      }
    }
  }
}
