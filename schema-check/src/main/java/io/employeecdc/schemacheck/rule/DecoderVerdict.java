package io.employeecdc.schemacheck.rule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
      Search search = new Search(new ArrayList<>(), new ArrayList<>(), new IdentityHashMap<>());
      boolean hopeless = search.hopeless(root(writer, reader), "");
      return new DecoderVerdict(search.failures.stream().findFirst(), hopeless, search.ignored);
    } catch (RuntimeException | IOException e) {
      return noneRead(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return noneRead("a default that contains itself has no end");
    }
  }

  private static DecoderVerdict noneRead(String failure) {
    return new DecoderVerdict(Optional.of(failure), true, List.of());
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

  /** One way through the tree: what was found on it, and what each action was. */
  private record Search(
      List<String> failures, List<String> ignored, Map<Action, Boolean> hopeless) {
    boolean hopeless(Action action, String path) {
      Boolean known = hopeless.putIfAbsent(action, false);
      if (known == null) {
        known =
            switch (action.type) {
              case ERROR -> failures.add(action.toString());
              case ENUM -> symbols((EnumAdjust) action);
              case RECORD -> fields((RecordAdjust) action, path);
              default -> parts(action, path);
            };
        hopeless.put(action, known);
      }
      return known;
    }

    private boolean symbols(EnumAdjust action) {
      List<String> symbols = action.writer.getEnumSymbols();
      List<String> unknown =
          IntStream.range(0, symbols.size())
              .filter(i -> action.adjustments[i] < 0)
              .mapToObj(symbols::get)
              .toList();
      unknown.stream().findFirst().map("No match for "::concat).ifPresent(failures::add);
      return unknown.size() == symbols.size();
    }

    private boolean fields(RecordAdjust record, String path) {
      boolean any = false;
      for (int i = 0; i < record.fieldActions.length; i++) {
        String name = path + record.writer.getFields().get(i).name();
        if (record.fieldActions[i].type == Action.Type.SKIP) {
          ignored.add(name);
        } else {
          any |= hopeless(record.fieldActions[i], name + ".");
        }
      }
      return any;
    }

    private boolean parts(Action action, String path) {
      List<Action> parts = parts(action);
      long without = parts.stream().filter(part -> hopeless(part, path)).count();
      return action instanceof WriterUnion union
          ? !union.unionEquiv && without == parts.size()
          : without > 0 && action.type == Action.Type.READER_UNION;
    }

    private static List<Action> parts(Action action) {
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
  }
}
