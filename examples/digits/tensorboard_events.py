"""Writes event files that TensorBoard reads: TFRecords, each holding one Event message in protobuf encoding."""

import socket
import struct
import time
from pathlib import Path


class EventFileWriter:
    def __init__(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"events.out.tfevents.{int(time.time())}.{socket.gethostname()}"
        self._append(_bytes_field(3, b"brain.Event:2"))  # Event.file_version, which must come first

    def add_scalars(self, step, values):
        """Adds a value for each tag at one step."""
        summary = b"".join(
            _bytes_field(1, _bytes_field(1, tag.encode()) + _float_field(2, value))  # Summary.value: tag, simple_value
            for tag, value in values.items())
        self._append(_varint_field(2, step) + _bytes_field(5, summary))  # Event.step, Event.summary

    def _append(self, event):
        record = _record(_double_field(1, time.time()) + event)  # Event.wall_time
        # Opened and closed for each event: folders mounted from object storage publish a file when it is closed.
        with open(self.path, "ab") as file:
            file.write(record)


def _record(data):
    """A TFRecord: length, checksum of the length, data, checksum of the data."""
    length = struct.pack("<Q", len(data))
    return length + _masked_crc(length) + data + _masked_crc(data)


def _masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _crc_table_entry(value):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)  # CRC-32C (Castagnoli), reflected
    return value


_CRC_TABLE = [_crc_table_entry(byte) for byte in range(256)]


def _varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _varint_field(number, value):
    return _varint(number << 3) + _varint(value)


def _double_field(number, value):
    return _varint(number << 3 | 1) + struct.pack("<d", value)


def _bytes_field(number, value):
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _float_field(number, value):
    return _varint(number << 3 | 5) + struct.pack("<f", value)
