"""Reads the simulator's send log, the truth of every run. The format is described at io.infermark.sim.SimLogReader."""

import struct

MAGIC, VERSION = 0x494E464C, 1
MASK = (1 << 64) - 1


class SendLogError(Exception):
    """The file is no complete send log."""


class Request:
    """One request as the simulator saw it: times in ns of CLOCK_MONOTONIC, one (write, due, tokens) for each event."""

    __slots__ = ("id", "index", "arrival", "outcome", "events")

    def __init__(self, id, index, arrival, outcome):
        self.id, self.index, self.arrival, self.outcome = id, index, arrival, outcome
        self.events = []

    def tokens(self):
        return sum(e[2] for e in self.events)

    def token_writes(self):
        return [e[0] for e in self.events if e[2] > 0]


class _Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        size = struct.calcsize(form)
        if self.at + size > len(self.data):
            raise SendLogError("the send log is cut short; the simulator writes it only when it is stopped in order")
        values = struct.unpack_from(form, self.data, self.at)
        self.at += size
        return values[0] if len(values) == 1 else values

    def text(self):
        size = self.take(">H")
        return self.take(f">{size}s").decode()


def parse(data):
    """The counters and the requests, in order of their arrival."""
    cursor = _Cursor(data)
    if cursor.take(">i") != MAGIC:
        raise SendLogError("this is no send log: it does not begin with the magic number")
    version = cursor.take(">i")
    if version != VERSION:
        raise SendLogError(f"version {version} of the send log is not {VERSION}")
    counters = {}
    for _ in range(cursor.take(">i")):
        name = cursor.text()
        counters[name] = cursor.take(">q")
    requests = []
    for index in range(cursor.take(">i")):
        id = cursor.text()
        arrival, _, _, _ = cursor.take(">qiii")
        requests.append(Request(id, index, arrival, cursor.text()))
    count = cursor.take(">i")
    form = struct.Struct(">iqqii")
    if len(data) - cursor.at < count * form.size:
        raise SendLogError("the send log is cut short; the simulator writes it only when it is stopped in order")
    for request, due, write, tokens, _ in form.iter_unpack(data[cursor.at : cursor.at + count * form.size]):
        requests[request].events.append((write, due, tokens))
    return counters, requests


def read(path):
    with open(path, "rb") as file:
        return parse(file.read())


def response_id(index, chat, seed=1):
    """The id in the simulator's answer to the request of that index: how a client without request ids is joined."""
    z = (seed + 0x9E3779B97F4A7C15 * (index + 1)) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return f"{'chatcmpl' if chat else 'cmpl'}-{z ^ (z >> 31):016x}"
