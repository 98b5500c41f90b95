"""External file upload: a URL for the bytes, then a call that shares what was uploaded."""

import secrets
from dataclasses import dataclass


@dataclass
class Upload:
    """A file, announced and perhaps uploaded."""

    id: str
    ticket: str
    name: str
    length: int
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    shared: bool = False


class Uploads:
    """All files of the workspace."""

    def __init__(self) -> None:
        self.files: dict[str, Upload] = {}

    def announce(self, name: str, length: int, alt_text: str) -> Upload:
        """A new file, not yet uploaded."""
        upload = Upload("F0" + secrets.token_hex(5).upper(), secrets.token_hex(16), name, length, alt_text, name)
        self.files[upload.id] = upload
        return upload

    def by_ticket(self, ticket: str) -> Upload | None:
        """The file whose bytes may be posted with this ticket."""
        return next((upload for upload in self.files.values() if upload.ticket == ticket), None)
