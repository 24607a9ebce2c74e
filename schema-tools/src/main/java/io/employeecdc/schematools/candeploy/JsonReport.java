package io.employeecdc.schematools.candeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** For programs. A number that nobody knows is null. */
final class JsonReport {
  private JsonReport() {}

  static ObjectNode of(DeploySettings settings, DeployFacts facts, Answer answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deploy", answer.yes());
    json.put("service", settings.service().word());
    json.put("version", settings.number());
    answer.reasons().forEach(json.putArray("reasons")::add);
    answer.order().forEach(json.putArray("first")::add);
    answer.consequences().forEach(json.putArray("consequences")::add);
    answer.notes().forEach(json.putArray("notes")::add);
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

  private static void put(TopicCount count, DeployFacts facts, ObjectNode json) {
    json.put("name", count.topic);
    json.put("records", count.total());
    json.put("tombstones", count.tombstones);
    json.put("without_schema_id", count.malformed);
    ArrayNode schemas = json.putArray("schemas");
    count.records.forEach(
        (id, records) -> {
          ObjectNode schema = schemas.addObject().put("records", records);
          put(facts.schemas().get(id), schema);
        });
  }

  private static void put(FoundSchema found, ObjectNode json) {
    json.put("id", found.id());
    json.put("version", found.released().orElse(null));
    json.put("registry_version", found.held().orElse(null));
  }

  private static void put(Peer peer, ObjectNode json) {
    json.put("address", peer.address());
    json.put("service", peer.service().word());
    json.put("version", peer.version().orElse(null));
  }
}
