package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.UndecodableException;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.endtoend.Stranger;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import io.employeecdc.workbench.run.Flow;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random input of every kind: no service ends, and no command by anything but an exit code that is
 * documented for it. What was seen is printed.
 */
@Tag("servers")
class InputFuzzTest {
  private static final int RECORDS = 300;
  private static final int CHANGES = 300;
  private static final int LETTERS = 200;
  private static final int SCHEMAS = 60;
  private static final int LARGE = 6;
  private static final int ANSWERS = 2_000;
  private static final int HISTORIES = 500;
  private static final int SHOWN = 20;
  private static final int SMALL_HEAP = 128;
  private static final int MEGABYTE = 1024 * 1024;

  /** Is no employee's, so that no record is a change by chance. */
  private static final String KEY = "nobody";

  /** No workload has such. */
  private static final int FIRST_STRANGER = 1_500_000_000;

  private static final String CONSUMED = "cdc_consumed_total";

  @TempDir Path folder;

  @FaultTest
  void records_and_schemas_are_dead_letters_and_end_no_service_and_no_command(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.HOSTILE_INPUT, seed)) {
      scene.stage().heap(SMALL_HEAP);
      scene.start(Map.of(), Map.of("CDC_MAX_DEAD_LETTER_RATE", "off"));
      TestPipeline pipeline = scene.pipeline();
      RandomInput input = new RandomInput(scene.random());
      try (Stranger stranger = Stranger.on(pipeline.channel())) {
        byte[] good = stranger.encoded(change());
        String topic = pipeline.channel().names().topic();
        for (int i = 0; i < RECORDS; i++) {
          stranger.send(topic, KEY, input.value(good), input.headers(), input.moment());
        }
        for (int i = 0; i < SCHEMAS; i++) {
          byte[] body = input.body();
          byte[] value = new byte[WireFormat.HEADER_LENGTH + body.length];
          System.arraycopy(body, 0, value, WireFormat.HEADER_LENGTH, body.length);
          stranger.send(KEY, stranger.as("fuzz-%d-%d".formatted(seed, i), input.schema(), value));
        }
        for (int i = 0; i < LARGE; i++) {
          stranger.sendCompressed(KEY, new byte[MEGABYTE * (1 + scene.random().nextInt(24))]);
        }
      }
      int sent = RECORDS + SCHEMAS + LARGE;
      Map<String, Integer> faults = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> letter : scene.awaitDeadLetters(sent)) {
        byte[] fault = letter.headers().lastHeader("__cdc.errors.fault").value();
        faults.merge(new String(fault, StandardCharsets.UTF_8), 1, Integer::sum);
      }
      System.out.printf("seed %d: %d records: %s%n", seed, sent, faults);
      assertThat(scene.consumer().alive()).isTrue();
      scene.check(sent);

      changes(scene, input);
      letters(scene, input);
      for (String list : List.of("", "--json -", "--limit 1000")) {
        assertThat(pipeline.cdc(("dlq list " + list).strip().split(" ")).exitCode())
            .as(list)
            .isZero();
      }
      for (int i = 0; i < SHOWN; i++) {
        String place = "0:" + scene.random().nextInt(2 * sent);
        assertThat(pipeline.cdc("dlq", "show", place, "--show-values").exitCode()).isIn(0, 3);
        assertThat(pipeline.cdc("dlq", "show", place, "--json", "-").exitCode()).isIn(0, 3);
      }
      assertThat(pipeline.cdc("dlq", "replay", "--yes").exitCode()).isEqualTo(7);
      assertThat(pipeline.cdc("schema", "can-deploy", "consumer").exitCode()).isIn(0, 6);
      assertThat(scene.consumer().alive()).isTrue();
    }
  }

  /** What can be decoded has any outcome, and one. */
  private static void changes(Scene scene, RandomInput input) throws Exception {
    TestPipeline pipeline = scene.pipeline();
    long before = Meters.of(scene.consumer().port()).count(CONSUMED);
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      String topic = pipeline.channel().names().topic();
      for (int i = 0; i < CHANGES; i++) {
        int employee = FIRST_STRANGER + scene.random().nextInt(CHANGES / 4);
        byte[] value = stranger.encoded(input.change(employee));
        stranger.send(topic, employee + "", value, input.headers(), input.moment());
      }
    }
    pipeline
        .waiting("changes of a stranger")
        .until(() -> Meters.of(scene.consumer().port()).count(CONSUMED) >= before + CHANGES);
    Flow flow = pipeline.accountedFor(scene.producer(), scene.consumer());
    System.out.printf("%d changes: %s%n", CHANGES, flow);
  }

  /** Whoever may write dead letters says of them what he likes. */
  private static void letters(Scene scene, RandomInput input) throws Exception {
    TestPipeline pipeline = scene.pipeline();
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      byte[] good = stranger.encoded(change());
      String topic = pipeline.channel().names().deadLetters();
      for (int i = 0; i < LETTERS; i++) {
        byte[] value = i % 4 == 0 ? null : input.value(good);
        stranger.send(topic, KEY, value, input.headers(), input.moment());
      }
    }
  }

  @FaultTest
  void whatever_the_registry_answers_a_record_has_an_outcome(long seed, Stages stages)
      throws Exception {
    RandomInput input = new RandomInput(new Random(seed));
    Map<RegistryException.Reason, Integer> refused = new EnumMap<>(RegistryException.Reason.class);
    int bad = 0;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = input.answer().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    try (Registry registry = Registry.at("http://127.0.0.1:" + server.getAddress().getPort())) {
      ChangeDecoder decoder = new ChangeDecoder(registry, Contract.standard());
      for (int id = 1; id <= ANSWERS; id++) {
        byte[] value = new byte[WireFormat.HEADER_LENGTH + id % 50];
        System.arraycopy(WireFormat.header(id), 0, value, 0, WireFormat.HEADER_LENGTH);
        try {
          assertThat(decoder.decode(new byte[] {'x'}, value, 0)).as("no record of ours").isNull();
        } catch (UndecodableException e) {
          bad++;
        } catch (RegistryException e) {
          refused.merge(e.reason(), 1, Integer::sum);
        }
      }
    } finally {
      server.stop(0);
    }
    System.out.printf("seed %d: %d answers: %d bad, %s%n", seed, ANSWERS, bad, refused);
    assertThat(bad).isPositive();
  }

  @FaultTest
  void a_history_that_cannot_be_read_ends_the_demo_by_its_exit_code(long seed, Stages stages)
      throws Exception {
    System.out.printf("histories with -Dfaults.seed=%d%n", seed);
    RandomInput input = new RandomInput(new Random(seed));
    Path file = folder.resolve("history.csv");
    for (int i = 0; i < HISTORIES; i++) {
      Files.write(file, input.csv());
      CommandRun run = CommandRun.of(new Cdc(), Map.of(), "demo", "--input", file.toString());
      assertThat(run.exitCode()).as("history %d: %s", i, run.err()).isEqualTo(7);
      assertThat(run.err().strip()).hasLineCount(1);
    }
  }

  private static EmployeeCDC change() {
    return EmployeeCDC.newBuilder()
        .setActionId(1)
        .setEmpId(1)
        .setAction(Action.INSERT)
        .setEmployee(SampleEmployee.of("a", "b", null, "c", 1))
        .setCapturedAt(Instant.EPOCH)
        .build();
  }
}
