package io.employeecdc.schematools.rule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.io.parsing.ResolvingGrammarGenerator;

/**
 * Whether every record of a writer can be read, as Avro's decoder decides it.
 *
 * <p>Avro's reader turns a pair of schemas into a tree of actions and fails when it meets an error
 * in it. The compatibility check that comes with Avro, and that the registry uses, is a second
 * implementation of the same rules and disagrees for some pairs: for names, for the choice of a
 * union's branch, for aliases that take another field's place, and for defaults of the wrong type.
 * What counts is what can be read, so the tree itself is searched for errors.
 *
 * @param failure why some record cannot be read, in Avro's words; empty if every record can
 * @param hopeless true if no record can be read: the way to an error leads through no choice
 * @param ignored the paths of the writer's fields that the reader passes over, in their order
 */
public record DecoderVerdict(Optional<String> failure, boolean hopeless, List<String> ignored) {
  public static DecoderVerdict of(Schema writer, Schema reader) {
    try {
      Action root = root(writer, reader);
      List<String> ignored = new ArrayList<>();
      collectIgnored(root, "", ignored, unseen());
      return new DecoderVerdict(failure(root, unseen()), hopeless(root, unseen()), ignored);
    } catch (RuntimeException | IOException e) {
      return noneRead(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return noneRead("a default that contains itself has no end");
    }
  }

  private static DecoderVerdict noneRead(String failure) {
    return new DecoderVerdict(Optional.of(failure), true, List.of());
  }

  private static Set<Action> unseen() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** What a reader does; fails where every read fails. */
  private static Action root(Schema writer, Schema reader) throws IOException {
    // As GenericDatumReader does it; the resolver applies the aliases once more.
    Schema renamed = Schema.applyAliases(writer, reader);
    if (SchemaSize.hasGrammar(renamed) && SchemaSize.hasGrammar(reader)) {
      try {
        // The grammar fails, and with it every read, where a default cannot be encoded.
        new ResolvingGrammarGenerator().generate(renamed, reader);
      } catch (StackOverflowError e) {
        // A record that contains itself without end has no grammar, but neither has it any values.
      }
    }
    return Resolver.resolve(renamed, reader);
  }

  static List<Action> parts(Action action) {
    return switch (action.type) {
      case CONTAINER -> List.of(((Resolver.Container) action).elementAction);
      case RECORD -> List.of(((RecordAdjust) action).fieldActions);
      case READER_UNION -> List.of(((Resolver.ReaderUnion) action).actualAction);
      case WRITER_UNION -> {
        WriterUnion union = (WriterUnion) action;
        // Unions of the same shape are read branch by branch, without any resolution.
        yield union.unionEquiv ? List.of() : List.of(union.actions);
      }
      case ERROR, ENUM, DO_NOTHING, PROMOTE, SKIP -> List.of();
    };
  }

  private static Optional<String> failure(Action action, Set<Action> seen) {
    if (!seen.add(action)) {
      return Optional.empty();
    }
    if (action.type == Action.Type.ERROR) {
      return Optional.of(action.toString());
    }
    if (action instanceof EnumAdjust symbols) {
      return unknownSymbol(symbols);
    }
    for (Action part : parts(action)) {
      Optional<String> failure = failure(part, seen);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unknownSymbol(EnumAdjust action) {
    for (int i = 0; i < action.adjustments.length; i++) {
      if (action.adjustments[i] < 0) {
        return Optional.of("No match for " + action.writer.getEnumSymbols().get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean hopeless(Action action, Set<Action> seen) {
    if (!seen.add(action)) {
      return false;
    }
    return switch (action.type) {
      case ERROR -> true;
      case ENUM -> Arrays.stream(((EnumAdjust) action).adjustments).allMatch(i -> i < 0);
      case WRITER_UNION ->
          !((WriterUnion) action).unionEquiv
              && parts(action).stream().allMatch(part -> hopeless(part, seen));
      case RECORD, READER_UNION -> parts(action).stream().anyMatch(part -> hopeless(part, seen));
      case CONTAINER, DO_NOTHING, PROMOTE, SKIP -> false;
    };
  }

  private static void collectIgnored(
      Action action, String path, List<String> ignored, Set<Action> seen) {
    if (!seen.add(action)) {
      return;
    }
    if (!(action instanceof RecordAdjust record)) {
      parts(action).forEach(part -> collectIgnored(part, path, ignored, seen));
      return;
    }
    List<Schema.Field> fields = record.writer.getFields();
    for (int i = 0; i < fields.size(); i++) {
      String name = path + fields.get(i).name();
      if (record.fieldActions[i].type == Action.Type.SKIP) {
        ignored.add(name);
      } else {
        collectIgnored(record.fieldActions[i], name + ".", ignored, seen);
      }
    }
  }
}
