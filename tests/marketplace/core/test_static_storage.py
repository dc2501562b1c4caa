"""Static files are for everybody, whatever the process that collects them keeps to itself."""

import os
import stat
from pathlib import Path

from marketplace.core.storage import StaticStorage


def test_compressed_file_may_be_read_by_whoever_may_read_the_file(tmp_path: Path) -> None:
    sheet = tmp_path / "handrail.css"
    before = os.umask(0o077)
    try:
        sheet.write_text("body { color: black; }\n" * 200)
        sheet.chmod(0o644)
        storage = StaticStorage(location=tmp_path)
        (written,) = storage.create_compressor(quiet=True, use_brotli=False).compress(str(sheet))
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path(written).stat().st_mode) == 0o644
