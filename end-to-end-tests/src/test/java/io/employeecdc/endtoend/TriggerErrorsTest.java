package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * A trigger of the target puts a row's values into every field of its errors, where names belong.
 */
@AnyPlace
class TriggerErrorsTest {
  private static final String[] VALUES = {
    "Geheimstadt", "geheimstadt", "22LYN", "22OSL", "7654321"
  };

  /** The state too: of the class of data errors, and the city's first letters. */
  private static final String TRIGGER =
      """
      create function tell() returns trigger language plpgsql as $$
        begin
          if new.city is null then return new; end if;
          raise exception using
            message = new.city, detail = new.city, hint = new.city,
            errcode = case left(new.city, 3) when 'Lyn' then '22LYN' when 'Osl' then '22OSL'
                      else '23514' end,
            table = new.city, column = new.city, constraint = new.city, datatype = new.city,
            schema = new.city;
        end $$;
      create trigger tell before insert on employees for each row execute function tell();
      alter table employees add constraint first_rule check (first_name <> 'bad')""";

  /** Each place is looked at, whatever another one tells. */
  private final SoftAssertions all = new SoftAssertions();

  @Test
  void a_trigger_of_the_target_gets_no_value_into_headers_logs_metrics_or_lists() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("trigger_errors")) {
      pipeline.target(TRIGGER);
      Service producer = pipeline.producer(Map.of());
      Service consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.source("insert into employees values (1, null, null, null, 'Geheimstadt', 7654321)");
      pipeline.source("insert into employees values (2, null, null, null, 'LynGeheimstadt', 1)");
      pipeline.source("insert into employees values (3, null, null, null, 'OslGeheimstadt', 1)");
      pipeline.source("insert into employees values (4, 'bad', null, null, null, 1)");
      pipeline.source("insert into employees values (5, 'good', null, null, null, 1)");
      pipeline.awaitNewest();
      pipeline.awaitNoLag();

      List<ConsumerRecord<byte[], byte[]>> letters = TopicContent.deadLetters(pipeline.channel());
      assertThat(letters).hasSize(4);
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        for (Header header : letter.headers()) {
          assertHides(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertHides(pipeline, "dlq", "show", letter.partition() + ":" + letter.offset());
      }
      all.assertThat(assertHides(pipeline, "dlq", "list"))
          .contains("23514 constraint first_rule", "2  APPLY  22000", "2  APPLY  23514");
      assertHides(pipeline, "dlq", "list", "--json", "-");
      all.assertThat(assertHides(pipeline, "dlq", "replay", "--yes"))
          .contains("23514 constraint first_rule, try 4");
      all.assertThat(assertHides("metrics", metrics(consumer))).contains("reason=\"22000\"");
      all.assertThat(assertHides("log", consumer.printed()))
          .contains("SQLSTATE 23514, table employees, constraint first_rule", "SQLSTATE 22000 ");
    }
    all.assertAll();
  }

  private String assertHides(PipelineUnderTest pipeline, String... command) throws Exception {
    var run = pipeline.cdc(command);
    assertHides(String.join(" ", command), run.out() + run.err());
    return run.out();
  }

  private String assertHides(String place, String text) {
    all.assertThat(text).as(place).doesNotContain(VALUES);
    return text;
  }

  private static String metrics(Service service) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
