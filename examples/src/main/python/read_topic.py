import io
import json
import os
import struct
import urllib.request
from functools import lru_cache

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaException


@lru_cache(maxsize=None)
def reader(schema_id):
    url = f"{os.environ['CDC_SCHEMA_REGISTRY_URL']}/schemas/ids/{schema_id}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return avro.io.DatumReader(avro.schema.parse(json.load(answer)["schema"]))


def decode(value):
    magic, schema_id = struct.unpack(">bI", value[:5])
    if magic != 0:
        raise ValueError("not in the registry's wire format")
    return reader(schema_id).read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def take(change):
    action, row = change["action"], change["employee"]
    if action in ("SNAPSHOT", "INSERT", "UPDATE"):
        what = f"lives in {row['city']}"
    else:
        what = "gone" if action == "DELETE" else "left as it was"
    print(f"{change['emp_id']} {action}: {what}", flush=True)
    return what != "left as it was"


newest = {}  # belongs beside your rows
consumer = Consumer({
    "bootstrap.servers": os.environ["CDC_BOOTSTRAP_SERVERS"],
    "group.id": "python-reader",
    "auto.offset.reset": "earliest",
    "isolation.level": "read_committed",
    "enable.auto.commit": False,
})
consumer.subscribe(["bf_employee_cdc"])
while True:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        raise KafkaException(message.error())
    change = decode(message.value()) if message.value() is not None else None  # None: a tombstone
    if change and change["action_id"] > newest.get(change["emp_id"], 0) and take(change):
        newest[change["emp_id"]] = change["action_id"]
    consumer.commit(message)
