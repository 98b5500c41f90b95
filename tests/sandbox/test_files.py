"""External file upload: announce, upload, share."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.stranger import SCOPES, Stranger, manifest

FILES = manifest(scopes=(*SCOPES, "files:write"))


async def announced(stranger: Stranger, content: bytes = b"a,b\n", **args: str) -> Any:
    answer = await stranger.form("files.getUploadURLExternal", filename="list.csv", length=str(len(content)), **args)
    assert answer["ok"], answer
    return answer


async def upload(stranger: Stranger, url: str, content: bytes) -> int:
    async with stranger.http.post(url, data=content) as response:
        return response.status


async def share(stranger: Stranger, file_id: str, **args: Any) -> Any:
    files = [{"id": file_id, "title": "The list"}]
    return await stranger.api("files.completeUploadExternal", **{"files": files, "channel_id": "C0ALL"} | args)


async def test_a_file_in_three_steps() -> None:
    async with Stranger(manifest=FILES) as stranger:
        first = await announced(stranger, alt_txt="Two columns")
        assert await upload(stranger, first["upload_url"], b"a,b\n") == 200
        shared = await share(stranger, first["file_id"], initial_comment="Here it is")
        message = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
        async with stranger.http.get(message["files"][0]["url_private"]) as response:
            content = await response.read()
        again = await share(stranger, first["file_id"])
    assert (message["text"], message["files"][0]["title"]) == ("Here it is", "The list")
    assert shared["files"][0]["alt_txt"] == "Two columns"
    assert content == b"a,b\n"
    assert again["error"] == "file_not_found"


async def test_slacks_own_sdk_uploads() -> None:
    async with Stranger(manifest=FILES) as stranger:
        client = AsyncWebClient("xoxb-sandbox", base_url=f"{stranger.sandbox.url}/api/")
        await client.files_upload_v2(content="a,b", filename="list.csv", channel="C0ALL", initial_comment="Here it is")
        message = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
    assert (message["text"], message["files"][0]["name"], message["files"][0]["size"]) == ("Here it is", "list.csv", 3)


async def test_a_form_may_carry_the_bytes() -> None:
    async with Stranger(manifest=FILES) as stranger:
        first = await announced(stranger)
        form = aiohttp.FormData()
        form.add_field("file", b"a,b\n", filename="list.csv")
        async with stranger.http.post(first["upload_url"], data=form) as response:
            assert response.status == 200
        files = json.dumps([{"id": first["file_id"]}])
        shared = await stranger.form("files.completeUploadExternal", files=files, channels="C0ALL,C0INNER")
        inner = await stranger.conversation("U0ADA", "C0INNER")
    assert shared["ok"]
    assert inner["messages"][0]["files"][0]["title"] == "list.csv"


async def test_the_bytes_must_be_as_many_as_announced() -> None:
    async with Stranger(manifest=FILES) as stranger:
        first = await announced(stranger)
        assert await upload(stranger, first["upload_url"], b"too many bytes") == 400
        assert (await share(stranger, first["file_id"]))["error"] == "file_not_uploaded"
        assert await upload(stranger, f"{stranger.sandbox.url}/upload/made-up", b"x") == 404


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"filename": "x"}, "invalid_arguments"),
        ({"length": "3"}, "invalid_arguments"),
        ({"filename": "x", "length": "many"}, "invalid_arguments"),
        ({"filename": "x", "length": str(11 * 1024 * 1024)}, "file_upload_size_restricted"),
        ({"filename": "x", "length": "1", "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
async def test_announcements_that_are_refused(args: dict[str, str], error: str) -> None:
    async with Stranger(manifest=FILES) as stranger:
        assert (await stranger.form("files.getUploadURLExternal", **args))["error"] == error


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"files": []}, "invalid_arguments"),
        ({"files": ["x"]}, "file_not_found"),
        ({"files": [{"id": "F0NONE"}]}, "file_not_found"),
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "C0OTHER"}, "not_in_channel"),
        ({"channel_id": "C0OLD"}, "is_archived"),
        ({"channel_id": "", "channels": ",".join(["C0ALL"] * 101)}, "invalid_arguments"),
    ],
)
async def test_shares_that_are_refused(args: dict[str, Any], error: str) -> None:
    async with Stranger(manifest=FILES) as stranger:
        first = await announced(stranger)
        await upload(stranger, first["upload_url"], b"a,b\n")
        assert (await share(stranger, first["file_id"], **args))["error"] == error


async def test_an_unshared_file_cannot_be_fetched() -> None:
    async with Stranger(manifest=FILES) as stranger:
        first = await announced(stranger)
        await upload(stranger, first["upload_url"], b"a,b\n")
        async with stranger.http.get(f"/files/{first['file_id']}/list.csv") as response:
            assert response.status == 404
