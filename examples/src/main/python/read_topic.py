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
    if message is not None and message.error():
        raise KafkaException(message.error())
    if message is None or message.value() is None:
        continue  # nothing new, or a tombstone
    change = decode(message.value())
    key, action, row = change["emp_id"], change["action"], change["employee"]
    if change["action_id"] > newest.get(key, 0):
        what = f"lives in {row['city']}" if row else "gone" if action == "DELETE" else None
        known = action in ("SNAPSHOT", "INSERT", "UPDATE", "DELETE")
        print(f"{key} {action}: {what if known else 'left as it was'}", flush=True)
        if known:
            newest[key] = change["action_id"]
    consumer.commit(message)
