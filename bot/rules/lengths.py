"""How long a text is for Slack: UTF-16 units, after the three characters that are escaped were."""

ESCAPED = {"&": 4, "<": 3, ">": 3}  # units that "&amp;", "&lt;" and "&gt;" add


def slack_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 + sum(text.count(sign) * more for sign, more in ESCAPED.items())
