"""What a call takes as a file."""

from __future__ import annotations

import os
from typing import IO, Iterable, Mapping, Optional, Union

from ._files import FilePart

#: What a call takes as a file: bytes, a path (`os.PathLike`), a binary file object, or a FilePart. Bytes and
#: nameless file objects get the name of their part as file name.
File = Union[bytes, bytearray, memoryview, "os.PathLike[str]", IO[bytes], FilePart]
Files = Union[Mapping[str, Optional[File]], Iterable[tuple[str, Optional[File]]]]
