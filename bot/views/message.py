"""What a view of a message returns."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True)
class Message:
    """`text` is what notifications and screen readers get: the key sentence, escaped like every mrkdwn."""

    text: str
    blocks: list[Block]
