package io.employeecdc.pipeline.schema.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/** For programs. A number that nobody knows is null. */
final class JsonReport {
  private JsonReport() {}

  static ObjectNode of(DeploySettings settings, Facts facts, Answer answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deploy", answer.yes());
    json.put("service", settings.service().word());
    json.put("version", settings.number());
    texts(json, "reasons", answer.reasons());
    texts(json, "first", answer.order());
    texts(json, "consequences", answer.consequences());
    texts(json, "notes", answer.notes());
    ObjectNode registry = json.putObject("registry");
    registry.put("subject", settings.subject());
    registry.put("level", facts.level());
    registry.put("registered", facts.registered());
    ArrayNode held = registry.putArray("held");
    facts.held().forEach(found -> put(found, held.addObject()));
    put(facts.changes(), facts, json.putObject("topic"));
    put(facts.deadLetters(), facts, json.putObject("dead_letters"));
    ArrayNode peers = json.putArray("peers");
    facts.peers().forEach(peer -> put(peer, peers.addObject()));
    return json;
  }

  private static void put(TopicCount count, Facts facts, ObjectNode json) {
    json.put("name", count.topic());
    json.put("records", count.total());
    json.put("tombstones", count.tombstones());
    json.put("without_schema_id", count.malformed());
    ArrayNode schemas = json.putArray("schemas");
    count
        .records()
        .forEach(
            (id, records) -> {
              ObjectNode schema = schemas.addObject().put("records", records);
              put(facts.schemas().get(id), schema);
            });
  }

  private static void put(FoundSchema found, ObjectNode json) {
    json.put("id", found.id());
    number(json, "version", found.released());
    number(json, "registry_version", found.held());
  }

  private static void put(Peer peer, ObjectNode json) {
    json.put("address", peer.address());
    json.put("service", peer.service().word());
    number(json, "version", peer.version());
  }

  private static void number(ObjectNode json, String name, OptionalInt number) {
    if (number.isPresent()) {
      json.put(name, number.getAsInt());
    } else {
      json.putNull(name);
    }
  }

  private static void texts(ObjectNode json, String name, List<String> texts) {
    ArrayNode array = json.putArray(name);
    texts.forEach(array::add);
  }
}
