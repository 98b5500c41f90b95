"""files.*: external upload in three steps."""

from bot.sandbox.api.calls import Call, invalid_arguments
from bot.sandbox.api.chat import check_may_post
from bot.sandbox.company import Message
from bot.sandbox.shapes import JSON, SlackError
from bot.sandbox.uploads import Upload

LONGEST_ALT_TEXT = 1000
LARGEST = 10 * 1024 * 1024
MOST_CHANNELS = 100


def file_json(url: str, upload: Upload, user: str, created: int) -> JSON:
    """The file object of the Web API."""
    suffix = upload.name.rpartition(".")[2].lower() if "." in upload.name else "text"
    return {
        "id": upload.id,
        "created": created,
        "timestamp": created,
        "name": upload.name,
        "title": upload.title,
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": user,
        "size": upload.length,
        "alt_txt": upload.alt_text,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{url}/files/{upload.id}/{upload.name}",
        "url_private_download": f"{url}/files/{upload.id}/{upload.name}",
    }


async def get_upload_url(call: Call) -> JSON:
    """A URL to which the bytes are posted."""
    name = call.needed("filename")
    length = call.number("length", 0)
    if length <= 0:
        raise invalid_arguments("missing required field: length")
    if length > LARGEST:
        raise SlackError("file_upload_size_restricted")
    alt_text = call.text("alt_txt")
    if len(alt_text) > LONGEST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    upload = call.core.uploads.announce(name, length, alt_text)
    return {"upload_url": f"{call.core.url}/upload/{upload.ticket}", "file_id": upload.id}


async def complete_upload(call: Call) -> JSON:
    """Share uploaded files, in one message per channel."""
    core = call.core
    files = call.parsed("files", list, "invalid_arguments")
    if not files:
        raise invalid_arguments("missing required field: files")
    uploads = []
    for one in files:
        upload = core.uploads.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if upload is None or upload.shared:
            raise SlackError("file_not_found")
        if upload.content is None:
            raise SlackError("file_not_uploaded")
        upload.title = str(one.get("title") or upload.name)
        uploads.append(upload)
    references = [call.text("channel_id")] if call.text("channel_id") else call.names("channels")
    if len(references) > MOST_CHANNELS:
        raise invalid_arguments("no more than 100 channels allowed")
    channels = [call.find_channel(reference) for reference in references]
    found = [channel for channel in channels if channel is not None]
    if len(found) != len(channels):
        raise SlackError("channel_not_found")
    for channel in found:
        check_may_post(core, channel)
    created = int(core.clock.now())
    as_json = [file_json(core.url, upload, core.workspace.bot.id, created) for upload in uploads]
    for upload in uploads:
        upload.shared = True
    for channel in found:
        message = Message(
            ts=core.workspace.next_ts(),
            user=core.workspace.bot.id,
            text=call.text("initial_comment"),
            files=as_json,
            thread_ts=call.text("thread_ts") or None,
            from_bot=True,
        )
        core.workspace.post(channel, message)
    return {"files": as_json}
