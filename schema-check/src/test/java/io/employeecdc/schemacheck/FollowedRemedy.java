package io.employeecdc.schemacheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Does to a schema what a remedy says, word by word, as somebody would who only reads that. */
final class FollowedRemedy {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private final ObjectNode old = JSON.objectNode();
  private final ObjectNode now = JSON.objectNode();
  private final String path;
  private final boolean last;

  private Matcher said;

  /**
   * Of one finding.
   *
   * @param last whether to take the last of several ways that the remedy offers, and to add another
   *     field where it says so
   */
  FollowedRemedy(JsonNode was, JsonNode now, String path, boolean last) {
    this.old.set("schema", was.deepCopy());
    this.now.set("schema", now.deepCopy());
    this.path = path;
    this.last = last;
  }

  /** The schema after it. */
  JsonNode follow(String remedy) {
    String[] parts = remedy.split("; what is new goes into another field, with a default", -1);
    JsonNode kept = place().type().deepCopy();
    change(parts[0]);
    if (last && !parts[0].equals(remedy)) {
      addField(kept);
    }
    return now.get("schema");
  }

  private void change(String remedy) {
    if (says(
        remedy,
        "if .* is .* renamed, say so with \"aliases\": (\\[.*?])(?: and \"default\": (.*))?; if it is new, (.*)")) {
      if (last) {
        change(said.group(3));
      } else {
        place().field().set("aliases", SchemaJson.json(said.group(1)));
        setDefault(said.group(2));
      }
    } else if (says(
        remedy, "(?:give it a default|write a default that is one), such as \"default\": (.*)")) {
      setDefault(said.group(1));
    } else if (says(remedy, "take out the default")) {
      place().field().remove("default");
    } else if (says(
        remedy, "make its type a union that begins with \"null\", and give it \"default\": null")) {
      place().replace().accept(SchemaJson.nullable(place().field().get("type")));
      setDefault("null");
    } else if (says(remedy, "put back (the symbol `(.*)` and )?\"default\": (.*)")) {
      if (said.group(1) != null) {
        ((ArrayNode) place().type().get("symbols")).add(said.group(2));
      }
      ObjectNode holder =
          place().type().has("symbols") && path.endsWith("." + SchemaPlace.simple(place().type()))
              ? (ObjectNode) place().type()
              : place().field();
      (holder == null ? (ObjectNode) place().type() : holder)
          .set("default", SchemaJson.json(said.group(3)));
    } else if (says(remedy, "put back the type .* and \"default\": (.*)")) {
      putBackType();
      setDefault(said.group(1));
    } else if (says(remedy, "put back the type .*|put back what it was")) {
      putBackType();
    } else if (says(remedy, "put back the branch (.*)")) {
      ArrayNode union = (ArrayNode) place().type();
      union.add(known(SchemaJson.branch((ArrayNode) oldPlace().type(), old, said.group(1))));
    } else if (says(remedy, "take out the branch (.*)")) {
      ArrayNode union = (ArrayNode) (place().type().isArray() ? place() : unionPlace()).type();
      JsonNode branch = SchemaJson.branch(union, now, said.group(1));
      union.remove(StreamSupport.stream(union.spliterator(), false).toList().indexOf(branch));
    } else if (says(remedy, "put back the name `(.*?)`(?:, or add \"aliases\": (.*))?")) {
      if (last && said.group(2) != null) {
        ((ObjectNode) place().type()).set("aliases", SchemaJson.json(said.group(2)));
      } else {
        rename(said.group(1));
      }
    } else if (says(remedy, "put back the namespace, or add \"aliases\": (\\[\"(.*)\"])")) {
      if (last) {
        ((ObjectNode) place().type()).set("aliases", SchemaJson.json(said.group(1)));
      } else {
        rename(said.group(2));
      }
    } else if (says(remedy, "put back \"size\": (.*)")) {
      ((ObjectNode) place().type()).set("size", SchemaJson.json(said.group(1)));
    } else if (says(
        remedy,
        "(put back|take out) the symbols? (`\\w+`(?:, `\\w+`)*)( and the enum's \"default\")?(?:, or give the enum itself .*, such as \"default\": (.*))?")) {
      symbols();
    } else {
      changeOthers(remedy);
    }
  }

  private void changeOthers(String remedy) {
    if (says(
        remedy,
        "put back `(.*?)`(?: beside .*, and fill both|: only a field with a default can go)")) {
      putBackField(said.group(1));
    } else if (says(remedy, "put back `(.*?)`, (?:without a default|with \"default\": (.*))")) {
      ObjectNode field = putBackField(said.group(1));
      field.remove("default");
      if (said.group(2) != null) {
        field.set("default", SchemaJson.json(said.group(2)));
      }
    } else if (says(remedy, "put the doc back: .*")) {
      boolean ofType =
          place().field() == null || path.endsWith("." + SchemaJson.name(place().type()));
      ObjectNode to = ofType ? (ObjectNode) place().type() : place().field();
      ObjectNode from = ofType ? (ObjectNode) oldPlace().type() : oldPlace().field();
      to.set("doc", from.get("doc"));
    } else if (says(
        remedy, "(?:put back (?:\"logicalType\": .*|decimal.*))|take out the logical type")) {
      ObjectNode type =
          place().type().isTextual()
              ? JSON.objectNode().put("type", place().type().asText())
              : (ObjectNode) place().type();
      for (String part : List.of("logicalType", "precision", "scale")) {
        type.remove(part);
        if (oldPlace().type().has(part)) {
          type.set(part, oldPlace().type().get(part));
        }
      }
      place().replace().accept(type);
    } else if (says(remedy, "give `(.*)` its name `(.*)` back")) {
      renameField(said.group(1), said.group(2));
    } else if (says(remedy, "take out the alias `(.*)` of `(.*)`")) {
      now.findParents("aliases").stream()
          .filter(n -> n.path("name").asText().equals(said.group(2)))
          .forEach(n -> ((ObjectNode) n).remove("aliases"));
    } else if (says(remedy, "take out the aliases that are new")) {
      now.findParents("aliases").forEach(n -> ((ObjectNode) n).remove("aliases"));
    } else if (says(
        remedy, "give what is new another name than the aliases that the earlier version has")) {
      old.findValues("aliases")
          .forEach(
              list -> list.forEach(alias -> renameField(alias.asText(), alias.asText() + "_new")));
    } else if (says(remedy, "undo the change")) {
      now.set("schema", old.get("schema"));
    } else {
      throw new IllegalArgumentException("nobody knows how to '" + remedy + "'");
    }
  }

  private boolean says(String remedy, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(remedy);
    if (matcher.matches()) {
      said = matcher;
      return true;
    }
    return false;
  }

  private SchemaPlace place() {
    SchemaPlace place = SchemaPlace.find(now, path);
    return place == null ? SchemaPlace.find(now, path.substring(0, path.lastIndexOf('.'))) : place;
  }

  /** The union that the place is a branch of, if it is one of a named type. */
  private SchemaPlace unionPlace() {
    SchemaPlace place =
        path.contains(".") ? SchemaPlace.find(now, path.replaceFirst("\\.[^.]*$", "")) : null;
    return place != null && place.type().isArray() ? place : place();
  }

  /** The same place in the old schema, where a field may have another name, a type none. */
  private SchemaPlace oldPlace() {
    return oldPlace(path);
  }

  private SchemaPlace oldPlace(String path) {
    List<String> ways =
        new ArrayList<>(
            List.of(
                old.get("schema").isArray() && !path.startsWith("union") ? "union." + path : path));
    ObjectNode field = place().field();
    for (JsonNode alias : field == null ? JSON.arrayNode() : field.path("aliases")) {
      ways.add(path.replace("." + field.get("name").asText(), "." + alias.asText()));
    }
    for (JsonNode other : old.findParents("aliases")) {
      String name = other.path("name").asText();
      ways.add(path.replace("." + other.get("aliases").get(0).asText(), "." + name));
    }
    ways.add(path.replaceFirst("\\.[^.]*$", ""));
    ways.add(path.replaceFirst("^union\\.", ""));
    ways.add(
        path.replaceFirst(
            "^union\\.\\w+",
            SchemaPlace.isNamed(old.get("schema")) ? SchemaJson.name(old.get("schema")) : ""));
    return ways.stream()
        .map(way -> SchemaPlace.find(old, way))
        .filter(found -> found != null)
        .findFirst()
        .orElseThrow();
  }

  private void setDefault(String value) {
    if (value != null) {
      place().field().set("default", SchemaJson.json(value));
    }
  }

  private void putBackType() {
    if (place().field() == null && path.matches("[\\w.]+")) {
      now.set("schema", old.get("schema"));
      return;
    }
    SchemaPlace was = oldPlace();
    boolean isElement = path.matches(".*[]}](\\.\\w+)?");
    JsonNode type = was.field() == null || isElement ? was.type() : was.field().get("type");
    SchemaPlace place = type.isArray() && !place().type().isArray() ? unionPlace() : place();
    place.replace().accept(JSON.nullNode());
    place.replace().accept(known(type));
  }

  private ObjectNode putBackField(String name) {
    String record = path.substring(0, path.lastIndexOf('.'));
    ObjectNode type = (ObjectNode) SchemaPlace.find(now, record).type();
    ObjectNode was = (ObjectNode) oldPlace(record).type();
    for (JsonNode field : was.get("fields")) {
      if (field.get("name").asText().equals(name)) {
        ObjectNode back = field.deepCopy();
        back.set("type", known(back.get("type")));
        ((ArrayNode) type.get("fields")).add(back);
        return back;
      }
    }
    throw new IllegalArgumentException(name + " was not in " + was);
  }

  /** A type of the old schema, by name if the new one still has it. */
  private JsonNode known(JsonNode type) {
    return SchemaPlace.isNamed(type)
            && SchemaPlace.definition(now, SchemaPlace.simple(type)) != null
        ? JSON.textNode(type.get("name").asText())
        : type.deepCopy();
  }

  private void rename(String fullName) {
    ObjectNode type = (ObjectNode) place().type();
    String was = type.get("name").asText();
    type.remove("namespace");
    type.put("name", fullName);
    SchemaJson.replaceReferences(now, was, fullName);
  }

  private void renameField(String from, String to) {
    for (JsonNode field : now.findParents("type")) {
      if (field.path("name").asText().equals(from)) {
        ((ObjectNode) field).put("name", to);
        ((ObjectNode) field).remove("aliases");
      }
    }
  }

  private void symbols() {
    ObjectNode type = (ObjectNode) place().type();
    if (last && said.group(4) != null) {
      type.set("default", SchemaJson.json(said.group(4)));
      return;
    }
    if (said.group(3) != null) {
      type.remove("default");
    }
    ArrayNode symbols = (ArrayNode) type.get("symbols");
    for (String symbol : said.group(2).replace("`", "").split(", ", -1)) {
      if (said.group(1).equals("put back")) {
        symbols.add(symbol);
      } else {
        symbols.remove(
            StreamSupport.stream(symbols.spliterator(), false)
                .map(JsonNode::asText)
                .toList()
                .indexOf(symbol));
      }
    }
  }

  private void addField(JsonNode type) {
    ObjectNode copy = JSON.objectNode();
    copy.set("schema", type.deepCopy());
    for (ObjectNode definition : SchemaPlace.definitions(copy)) {
      SchemaJson.replaceReferences(
          copy, definition.get("name").asText(), definition.get("name").asText() + "_new");
      definition.put("name", definition.get("name").asText() + "_new");
    }
    SchemaPlace place = place();
    ArrayNode fields = (ArrayNode) place.record().get("fields");
    ObjectNode field = fields.addObject();
    field.put("name", "new_" + fields.size());
    field.set("type", SchemaJson.nullable(copy.get("schema")));
    field.set("default", JSON.nullNode());
  }
}
