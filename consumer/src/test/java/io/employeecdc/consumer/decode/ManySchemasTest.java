package io.employeecdc.consumer.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many schemas as anybody registers. */
@Tag("long")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManySchemasTest extends WithRegistry {
  @Test
  void any_number_of_schemas_takes_a_bounded_memory() throws Exception {
    schemasOfFields(1800);
    ChangeDecoder decoder = new ChangeDecoder(registry, Contract.standard());
    decode(decoder, 1, 60);
    long before = used();
    decode(decoder, 61, 160);
    assertThat(used() - before).isLessThan(40 << 20);
  }

  /** Also of one that was forgotten for the many that came after it. */
  @Test
  void of_any_number_of_schemas_each_record_is_counted() throws Exception {
    schemasOfFields(1);
    List<WriterSchema> met = new ArrayList<>();
    ChangeDecoder decoder =
        new ChangeDecoder(new WriterSchemas(registry, "s", Contract.standard(), met::add));
    for (int round = 0; round < 2; round++) {
      decode(decoder, 1, WriterSchemas.MOST + 10);
    }

    assertThat(met)
        .hasSize(WriterSchemas.MOST + 1)
        .extracting(WriterSchema::label)
        .contains("other", "1");
    assertThat(met)
        .allSatisfy(
            schema -> assertThat(schema.counter().sum()).isEqualTo(schema.id() == 0 ? 2 * 10 : 2));
  }

  /** Each id has one of its own. */
  private void schemasOfFields(int count) {
    String wide =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"name\":\"x%d\",\"type\":[\"null\",\"string\"]}".formatted(i))
            .collect(Collectors.joining(","));
    server.createContext(
        "/schemas/ids/",
        exchange -> {
          String id = exchange.getRequestURI().getPath().replaceAll("\\D", "");
          String schema = ours("\"null\"").replaceFirst("]}$", ",%s]}".formatted(wide));
          send(
              exchange,
              "{\"schema\":\"%s\"}"
                  .formatted(schema.replace("\"x0\"", "\"x_" + id + "\"").replace("\"", "\\\"")));
        });
  }

  private static void decode(ChangeDecoder decoder, int first, int last) {
    for (int id = first; id <= last; id++) {
      byte[] value = Arrays.copyOf(WireFormat.header(id), 100);
      assertThatThrownBy(() -> decoder.decode(new byte[] {'1'}, value, 0))
          .isInstanceOf(UndecodableException.class);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
