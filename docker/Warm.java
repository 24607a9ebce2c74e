import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs only while an image is built, when the archive of loaded classes is made: makes Kafka's
 * clients, which a service without its database does not get to, and then starts the service whose
 * class is named. Nothing answers at the address, and nothing needs to.
 */
final class Warm {
  private static final Map<String, Object> NOWHERE =
      Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "none", "compression.type", "lz4");

  private Warm() {}

  public static void main(String[] arguments) throws Exception {
    Admin.create(NOWHERE).close(Duration.ZERO);
    new KafkaProducer<>(NOWHERE, new ByteArraySerializer(), new ByteArraySerializer())
        .close(Duration.ZERO);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(NOWHERE, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("none"));
      consumer.poll(Duration.ofMillis(100));
    }
    new CachedSchemaRegistryClient("http://127.0.0.1:1", 1).close();
    String[] none = {};
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) none);
  }
}
