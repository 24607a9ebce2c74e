package io.employeecdc.contract.check;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.EnumAdjust;
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
 */
final class DecoderVerdict {
  private final Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private DecoderVerdict() {}

  /** Why some record cannot be read, in Avro's words; empty if every record can. */
  static Optional<String> failure(Schema writer, Schema reader) {
    try {
      return new DecoderVerdict().failure(actions(writer, reader));
    } catch (RuntimeException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return Optional.of("a default that contains itself has no end");
    }
  }

  /** What a reader does; fails where every read fails. */
  static Action actions(Schema writer, Schema reader) throws IOException {
    // As GenericDatumReader does it; the resolver applies the aliases once more.
    Schema renamed = Schema.applyAliases(writer, reader);
    if (GrammarSize.isFeasible(renamed) && GrammarSize.isFeasible(reader)) {
      try {
        // The grammar fails, and with it every read, where a default cannot be encoded.
        new ResolvingGrammarGenerator().generate(renamed, reader);
      } catch (StackOverflowError e) {
        // A record that contains itself without end has no grammar, but neither has it any values.
      }
    }
    return Resolver.resolve(renamed, reader);
  }

  private Optional<String> failure(Action action) {
    if (!seen.add(action)) {
      return Optional.empty();
    }
    return switch (action.type) {
      case ERROR -> Optional.of(action.toString());
      case CONTAINER -> failure(((Resolver.Container) action).elementAction);
      case ENUM -> symbol((EnumAdjust) action);
      case RECORD -> first(((Resolver.RecordAdjust) action).fieldActions);
      case READER_UNION -> failure(((Resolver.ReaderUnion) action).actualAction);
      case WRITER_UNION -> {
        Resolver.WriterUnion union = (Resolver.WriterUnion) action;
        // Unions of the same shape are read branch by branch, without any resolution.
        yield union.unionEquiv ? Optional.empty() : first(union.actions);
      }
      case DO_NOTHING, PROMOTE, SKIP -> Optional.empty();
    };
  }

  private Optional<String> first(Action[] actions) {
    for (Action action : actions) {
      Optional<String> failure = failure(action);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> symbol(EnumAdjust action) {
    for (int i = 0; i < action.adjustments.length; i++) {
      if (action.adjustments[i] < 0) {
        return Optional.of("No match for " + action.writer.getEnumSymbols().get(i));
      }
    }
    return Optional.empty();
  }
}
