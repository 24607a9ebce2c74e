package io.employeecdc.schemacheck.rule;

import io.employeecdc.schemacheck.avsc.SchemaNode;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * A writer's and a reader's type at the same place.
 *
 * @param writer the type as it stands in the writer's file
 * @param renamed the same type under the names that the reader's aliases give it
 * @param reader the type as it stands in the reader's file
 * @param whole the writer's type, of which {@code writer} may be a branch
 */
public record Pair(SchemaNode writer, Schema renamed, SchemaNode reader, SchemaNode whole) {
  Pair(SchemaNode writer, Schema renamed, SchemaNode reader) {
    this(writer, renamed, reader, writer);
  }

  Pair items() {
    return new Pair(writer.items(), renamed.getElementType(), reader.items());
  }

  public Pair values() {
    return new Pair(writer.values(), renamed.getValueType(), reader.values());
  }

  List<Pair> writerBranches() {
    List<SchemaNode> branches = writer.branches();
    return IntStream.range(0, branches.size())
        .mapToObj(i -> new Pair(branches.get(i), renamed.getTypes().get(i), reader, writer))
        .toList();
  }

  Pair readerBranch(int index) {
    return new Pair(writer, renamed, reader.branches().get(index), whole);
  }
}
