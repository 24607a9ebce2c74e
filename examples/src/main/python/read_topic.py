import io
import json
import os
import urllib.request
from functools import cache

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaException


@cache
def reader(header):  # a zero byte, then the schema's id: as one number that id
    url = f"{os.environ['CDC_SCHEMA_REGISTRY_URL']}/schemas/ids/{int.from_bytes(header, 'big')}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return avro.io.DatumReader(avro.schema.parse(json.load(answer)["schema"]))


consumer = Consumer({
    "bootstrap.servers": os.environ["CDC_BOOTSTRAP_SERVERS"],
    "group.id": "python-reader",
    "auto.offset.reset": "earliest",
    "isolation.level": "read_committed",
    "enable.auto.commit": False,
})
consumer.subscribe(["bf_employee_cdc"])
newest = {}  # belongs beside your rows
while True:
    message = consumer.poll(1.0)
    if message is not None and message.error():
        raise KafkaException(message.error())
    if message is None or message.value() is None:
        continue  # nothing new, or a tombstone
    value = io.BytesIO(message.value())
    change = reader(value.read(5)).read(avro.io.BinaryDecoder(value))
    key, action, row = change["emp_id"], change["action"], change["employee"]
    if change["action_id"] > newest.get(key, 0):
        known = action in ("SNAPSHOT", "INSERT", "UPDATE", "DELETE")
        what = f"lives in {row['city']}" if row else "gone"
        print(f"{key} {action}: {what if known else 'left as it was'}", flush=True)
        if known:
            newest[key] = change["action_id"]
    consumer.commit(message)
