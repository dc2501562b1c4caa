"""What disks, power cuts and copies in place do to a file."""

from pathlib import Path

HEADER_BYTES = 128  # of an array's file; behind it lie the values


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    """Cut short in place, as a copy over a file in use does."""
    with path.open("r+b") as file:
        file.truncate(max(path.stat().st_size // 2, 1))


def zeroed(path: Path) -> None:
    """Of the right length, with values that were never written."""
    data = path.read_bytes()
    head = data[:HEADER_BYTES] if len(data) > HEADER_BYTES else b""
    path.write_bytes(head + bytes(len(data) - len(head)))


def bit_flipped(path: Path) -> None:
    """One bit in the last byte, among the values."""
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


def replaced(path: Path) -> None:
    """Another, well-formed file under the name."""
    path.write_bytes(b"[]")


def gone(path: Path) -> None:
    path.unlink()


HARMS = (emptied, truncated, zeroed, bit_flipped, replaced, gone)


def files_of(snapshot: Path) -> list[Path]:
    """Every file of a snapshot, the manifest among them."""
    return sorted(path for path in snapshot.iterdir() if path.is_file())
