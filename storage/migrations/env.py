"""Alembic's environment: runs on the connection that `storage.migrate` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import storage.models  # noqa: F401  (registers the tables)


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Writes plain SQLAlchemy types, so that a migration does not change when SQLModel's own types do."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        if isinstance(item.impl_instance, sa.DateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item.impl_instance, sa.String):
            return f"sa.String(length={item.impl_instance.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
