"""What users and sessions take in WiredTiger, MongoDB's storage engine: on disk, and in its cache.

Needs target/bench/User.bson and Session.bson, which DocumentSizeBench leaves there and all documents are made after; the
packages wiredtiger and pymongo, for BSON; and WiredTiger's extension for snappy, from the package's source
(libsnappy-dev, cmake and ninja):

    pip install wiredtiger pymongo
    pip download --no-deps --no-binary :all: wiredtiger && tar xzf wiredtiger-*.tar.gz && cd wiredtiger-*/
    cmake -B build -G Ninja -DENABLE_SNAPPY=1 -DENABLE_PYTHON=0 && ninja -C build ext/compressors/snappy/all

Then, in this project; with a million it takes a quarter of an hour, 2 GB of memory and as much disk:

    python3 src/test/bench/mongodb_size.py NUMBER libwiredtiger_snappy.so
"""

import base64
import datetime
import random
import shutil
import struct
import sys
import tempfile

import bson
import wiredtiger

NUMBER = int(sys.argv[1])
SNAPPY = sys.argv[2]
DAY = 86_400_000
NOW = 1_790_000_000_000  # ms
MONTH = 30 * DAY

# As MongoDB makes its tables.
COLLECTION = ("type=file,memory_page_max=10m,split_pct=90,leaf_value_max=64MB,checksum=on,block_compressor=snappy,"
              "key_format=q,value_format=u")
INDEX = ("type=file,internal_page_max=16k,leaf_page_max=16k,leaf_key_max=32KB,checksum=on,prefix_compression=true,"
         "block_compressor=,key_format=u,value_format=u")
TABLES = {
    "User": COLLECTION,
    "User _id": INDEX,
    "User email": INDEX,
    "User canonicalEmail, refusedEmail": INDEX,
    "User canonicalEmail, unique": INDEX,
    "Session": COLLECTION,
    "Session _id": INDEX,
    "Session userId, signedInFrom": INDEX,
    "Session userId, deniedAt, lastUsedAt, _id": INDEX,
    "Session expiresAt": INDEX,
}
BROWSERS = [f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
            for system in ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
                           "Linux; Android 10; K")
            for version in range(136, 143)]
NAMES = "ada grace edsger alan barbara donald frances john kathleen leslie margaret niklaus radia tim vint".split()
RANDOM = random.Random(1)


def identifier(number):
    """Like TokenId: a number, then random bits."""
    return base64.urlsafe_b64encode(struct.pack(">I", number) + RANDOM.randbytes(12)).decode().rstrip("=")


def date(millis):
    return datetime.datetime.fromtimestamp(millis / 1000, datetime.timezone.utc)


def like(template, fields):
    """A document with exactly the fields of the real one."""
    assert set(template) <= set(fields), set(template) - set(fields)
    return {name: fields[name] for name in template}


def user(template, number):
    email = f"{RANDOM.choice(NAMES)}.{RANDOM.choice(NAMES)}.{number}@example.com"
    return like(template, {
        "_id": bson.ObjectId(struct.pack(">I", 1_700_000_000 + number * 9) + RANDOM.randbytes(8)),
        "email": email,
        "name": "Ada Lovelace",
        "password": "$2a$10$" + base64.b64encode(RANDOM.randbytes(40)).decode()[:53],
        "canonicalEmail": email,
        "refusedEmail": None, "locale": "en", "verifiedEmail": email, "credentialVersion": 1, "roles": ["user"],
        "rolesVersion": 1,
    })


def session(template, user_id, began):
    sid = identifier(began // 1000)
    return like(template, {
        "_id": sid,
        "userId": str(user_id),
        "generation": 1,
        "refreshJti": identifier(1),
        "rotatedAt": date(began),
        "createdAt": date(began),
        "lastUsedAt": date(began),
        "expiresAt": date(began + MONTH),
        "revokedAt": None, "deniedAt": None,
        "signedInFrom": f"203.0.{RANDOM.randrange(256)}.{RANDOM.randrange(256)}",
        "ip": f"203.0.{RANDOM.randrange(256)}.{RANDOM.randrange(256)}",
        "userAgent": RANDOM.choice(BROWSERS),
        "credentialVersion": 0, "rolesVersion": 0, "tokenRolesVersion": 0,
    })


# The keys of indexes, as MongoDB's KeyString has them: a byte for the type, the value, and a last byte.
END = b"\x04"
NULL = b"\x14"


def text(value):
    return b"\x3c" + value.encode() + b"\x00"


def object_id(value):
    return b"\x64" + value.binary


def moment(value):
    return b"\x78" + struct.pack(">Q", (int(value.timestamp() * 1000) + 2 ** 63) % 2 ** 64)


def inverted(key):
    return bytes(255 - byte for byte in key)


def record(number):
    """The number of the document, at the end of a key: two bytes, and one more for each 8 bits above 10."""
    extra = max(0, (number.bit_length() - 10 + 7) // 8)
    middle = (number >> 5) & (256 ** extra - 1)
    return bytes([extra << 5 | number >> 5 + 8 * extra]) + middle.to_bytes(extra, "big") + bytes(
        [(number & 31) << 3 | extra])


def index_keys(collection, document, number):
    """The entries of a document: (index, key, value)."""
    end = END + record(number)
    if collection == "User":
        email = text(document["canonicalEmail"])
        return [
            ("User _id", object_id(document["_id"]) + END, record(number)),
            ("User email", text(document["email"]) + end, b""),
            ("User canonicalEmail, refusedEmail", email + NULL + end, b""),
            ("User canonicalEmail, unique", email + end, b""),
        ]
    user_id, last = text(document["userId"]), inverted(moment(document["lastUsedAt"]) + text(document["_id"]))
    return [
        ("Session _id", text(document["_id"]) + END, record(number)),
        ("Session userId, signedInFrom", user_id + text(document["signedInFrom"]) + end, b""),
        ("Session userId, deniedAt, lastUsedAt, _id", user_id + NULL + last + end, b""),
        ("Session expiresAt", moment(document["expiresAt"]) + end, b""),
    ]


class Store:
    """The tables, and what is in them."""

    def __init__(self, folder):
        self.connection = wiredtiger.wiredtiger_open(
            folder, f"create,cache_size=8GB,statistics=(fast),extensions=[{SNAPPY}],"
                    "checkpoint=(wait=60)")
        self.session = self.connection.open_session()
        for name, settings in TABLES.items():
            self.session.create(self.uri(name), settings)
        self.cursors = {name: self.session.open_cursor(self.uri(name)) for name in TABLES}

    @staticmethod
    def uri(name):
        return "table:" + "".join(c for c in name if c.isalnum() or c == "_")

    def add(self, collection, document, number):
        encoded = bson.encode(document)
        self.cursors[collection][number] = encoded
        for index, key, value in index_keys(collection, document, number):
            self.cursors[index][key] = value
        return len(encoded)

    def read(self, collection, number):
        return bson.decode(self.cursors[collection][number], bson.CodecOptions(tz_aware=True))

    def read_all(self):
        for name, cursor in self.cursors.items():
            cursor.reset()
            while cursor.next() == 0:
                pass

    def refresh(self, number, owner, now):
        """Finds the user and the session by their ids, and writes the session and what changes of its indexes."""
        before, of = self.read("Session", number), self.read("User", owner)
        assert before["userId"] == str(of["_id"])
        assert self.cursors["Session _id"][text(before["_id"]) + END] == record(number)
        assert self.cursors["User _id"][object_id(of["_id"]) + END] == record(owner)
        after = before | {"generation": before["generation"] + 1, "refreshJti": identifier(before["generation"] + 1),
                          "rotatedAt": date(now), "lastUsedAt": date(now), "expiresAt": date(now + MONTH)}
        self.cursors["Session"][number] = bson.encode(after)
        old, new = index_keys("Session", before, number), index_keys("Session", after, number)
        for (index, was, _), (_, key, value) in zip(old, new):
            if was != key:
                cursor = self.cursors[index]
                cursor.set_key(was)
                cursor.remove()
                cursor[key] = value

    def statistic(self, name, key):
        statistics = self.session.open_cursor("statistics:" + self.uri(name))
        value = statistics[key][2]
        statistics.close()
        return value

    def close(self):
        self.connection.close()


def show(what, store):
    stat = wiredtiger.stat.dsrc
    print(f"bench: {what}: bytes for each of {NUMBER:,}: in the file, of that free to be used again, in the cache")
    totals = {"User": [0, 0, 0], "Session": [0, 0, 0]}
    for name in TABLES:
        values = [store.statistic(name, key) / NUMBER
                  for key in (stat.block_size, stat.block_reuse_bytes, stat.cache_bytes_inuse)]
        print(f"bench:   {name:45}" + "".join(f"{value:8.1f}" for value in values))
        total = totals[name.split()[0]]
        for i, value in enumerate(values):
            total[i] += value
    for name, total in totals.items():
        print(f"bench:   {name + ', all':45}" + "".join(f"{value:8.1f}" for value in total))


def template(collection):
    with open(f"target/bench/{collection}.bson", "rb") as file:
        real = file.read()
    print(f"bench: {collection}: the real document has {len(real)} bytes")
    return bson.decode(real)


def fill(store, owners):
    """Users, then a session for each, in another order."""
    users, sessions = template("User"), template("Session")
    ids, sizes = {}, [0, 0]
    for number in range(1, NUMBER + 1):
        document = user(users, number)
        ids[number] = document["_id"]
        sizes[0] += store.add("User", document, number)
    for number in range(1, NUMBER + 1):
        document = session(sessions, ids[owners[number]], NOW - MONTH + MONTH * number // NUMBER)
        sizes[1] += store.add("Session", document, number)
    print("bench: those that were made have %.0f and %.0f bytes" % tuple(size / NUMBER for size in sizes))


def main():
    folder = tempfile.mkdtemp(prefix="mongodb-size-")
    numbers = list(range(1, NUMBER + 1))
    owners = dict(zip(numbers, RANDOM.sample(numbers, NUMBER)))
    try:
        store = Store(folder)
        fill(store, owners)
        store.close()
        store = Store(folder)
        store.read_all()
        show("as they began, all read", store)
        # With a checkpoint now and then, as there is one each minute.
        for done, number in enumerate(RANDOM.sample(numbers, NUMBER)):
            store.refresh(number, owners[number], NOW + DAY * done // NUMBER)
            if done % (NUMBER // 20 + 1) == 0:
                store.session.checkpoint()
        store.close()
        store = Store(folder)
        store.read_all()
        show("after a refresh of each session, all read", store)
        store.close()
        for percent in (1, 5, 20):
            store = Store(folder)
            for done, number in enumerate(RANDOM.sample(numbers, NUMBER * percent // 100)):
                store.refresh(number, owners[number], NOW + 2 * DAY + done)
            show(f"after a start and refreshes of {percent} % of the sessions", store)
            store.close()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
