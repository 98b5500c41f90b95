"""The limits of tables and charts: slack-platform facts, table 1b, one rule per row."""

from collections.abc import Iterator

from bot.sandbox.shapes import JSON, utf16
from bot.sandbox.validation.rules import Problem, Rule, among, between, dicts, fewest, longest, most, needs, own
from bot.sandbox.validation.tree import Node

TABLES = ("table", "data_table")
CELLS = ("raw_text", "raw_number", "rich_text")


def rows_of(block: JSON) -> list[list[JSON]]:
    """A table's rows, as far as they are rows."""
    rows = block.get("rows")
    return [dicts(row) for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _row_shape(node: Node) -> Iterator[Problem]:
    rows = node.value.get("rows")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(row, list) or not row or not all(isinstance(cell, dict) for cell in row):
            yield Problem("must provide an array of cells", f"{node.pointer}/rows/{index}")


def _columns(node: Node) -> Iterator[Problem]:
    for index, row in enumerate(rows_of(node.value)):
        if len(row) > 20:
            yield Problem("no more than 20 items allowed", f"{node.pointer}/rows/{index}")


def _cells(node: Node) -> Iterator[Problem]:
    for index, row in enumerate(rows_of(node.value)):
        for place, cell in enumerate(row):
            if cell.get("type") not in CELLS:
                yield Problem(f"unsupported type: {cell.get('type')}", f"{node.pointer}/rows/{index}/{place}/type")


def _cells_not_empty(node: Node) -> Iterator[Problem]:
    for index, row in enumerate(rows_of(node.value)):
        for place, cell in enumerate(row):
            if cell.get("type") == "raw_text" and not cell.get("text"):
                yield Problem("must be more than 0 characters", f"{node.pointer}/rows/{index}/{place}/text")


def _cell_text(cell: JSON) -> int:
    own_text = utf16(cell["text"]) if isinstance(cell.get("text"), str) else 0
    return own_text + sum(_cell_text(child) for child in dicts(cell.get("elements")))


def _table_text(node: Node) -> Iterator[Problem]:
    if sum(_cell_text(cell) for row in rows_of(node.value) for cell in row) > 10_000:
        yield Problem("must be less than 10001 characters", f"{node.pointer}/rows")


def _even_rows(node: Node) -> Iterator[Problem]:
    rows = rows_of(node.value)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield Problem("all rows must have the same number of values", f"{node.pointer}/rows/{index}")


def _plain_header_cells(node: Node) -> Iterator[Problem]:
    for place, cell in enumerate(rows_of(node.value)[0] if rows_of(node.value) else []):
        if cell.get("type") == "rich_text":
            yield Problem("rich_text is not allowed in the header row", f"{node.pointer}/rows/0/{place}/type")


def _series(node: Node) -> list[JSON]:
    return dicts(node.value.get("series"))


def _points(node: Node) -> Iterator[Problem]:
    for index, series in enumerate(_series(node)):
        data = series.get("data")
        if isinstance(data, list) and len(data) > 20:
            yield Problem("no more than 20 items allowed", f"{node.pointer}/series/{index}/data")


def _some_points(node: Node) -> Iterator[Problem]:
    for index, series in enumerate(_series(node)):
        if not series.get("data"):
            yield Problem("no fewer than 1 items required", f"{node.pointer}/series/{index}/data")


def _chart_items(node: Node) -> Iterator[Problem]:
    for field, needed in (("segments", ("label", "value")), ("series", ("name", "data"))):
        items = node.value.get(field)
        for index, item in enumerate(items if isinstance(items, list) else []):
            missing = [name for name in needed if not isinstance(item, dict) or item.get(name) is None]
            if missing:
                yield Problem(f"missing required field: {missing[0]}", f"{node.pointer}/{field}/{index}")


def _chart_axis(node: Node) -> Iterator[Problem]:
    if node.value.get("type") != "pie" and not isinstance(node.value.get("axis_config"), dict):
        yield Problem("missing required field: axis_config", node.pointer)


def _chart_names(node: Node) -> Iterator[Problem]:
    named = [(one, "label", f"segments/{i}") for i, one in enumerate(dicts(node.value.get("segments")))]
    named += [(one, "name", f"series/{i}") for i, one in enumerate(_series(node))]
    for one, field, place in named:
        if isinstance(one.get(field), str) and utf16(one[field]) > 20:
            yield Problem("must be less than 21 characters", f"{node.pointer}/{place}/{field}")


def _axis(node: Node) -> JSON:
    config = node.value.get("axis_config")
    return config if isinstance(config, dict) else {}


def _axis_labels(node: Node) -> Iterator[Problem]:
    for field in ("x_label", "y_label"):
        label = _axis(node).get(field)
        if isinstance(label, str) and utf16(label) > 50:
            yield Problem("must be less than 51 characters", f"{node.pointer}/axis_config/{field}")


def _point_per_category(node: Node) -> Iterator[Problem]:
    categories = _axis(node).get("categories")
    for index, series in enumerate(_series(node)):
        labels = [point.get("label") for point in dicts(series.get("data"))]
        if isinstance(categories, list) and labels != categories:
            yield Problem("must have one point per category", f"{node.pointer}/series/{index}/data")


def _chart_data(node: Node) -> Iterator[Problem]:
    field = "segments" if node.value.get("type") == "pie" else "series"
    if not node.value.get(field):
        yield Problem(f"missing required field: {field}", node.pointer)


RULES: tuple[Rule, ...] = (
    # tables
    needs("table", "rows"),
    fewest("table", "rows", 1),
    most("table", "rows", 100),
    own("table.rows.shape", TABLES, _row_shape),
    own("table.rows.cells_not_empty", TABLES, _cells_not_empty),
    own("table.rows.columns", TABLES, _columns),
    own("table.rows.cells", TABLES, _cells),
    own("table.rows.text", TABLES, _table_text),
    most("table", "column_settings", 20),
    needs("data_table", "rows"),
    needs("data_table", "caption"),
    fewest("data_table", "rows", 2),
    most("data_table", "rows", 101),
    between("data_table", "page_size", 1, 100),
    between("data_table", "row_header_column_index", 0, 19),
    own("data_table.rows.even", "data_table", _even_rows),
    own("data_table.rows.header", "data_table", _plain_header_cells),
    # charts
    needs("data_visualization", "title"),
    longest("data_visualization", "title", 50),
    needs("data_visualization", "chart"),
    among("chart", "type", "pie", "bar", "area", "line"),
    own("chart.data.needed", "chart", _chart_data),
    most("chart", "segments", 6),
    most("chart", "series", 6),
    own("chart.items.needed", "chart", _chart_items),
    own("chart.axis_config.needed", "chart", _chart_axis),
    own("chart.points.fewest", "chart", _some_points),
    own("chart.points.most", "chart", _points),
    own("chart.names.longest", "chart", _chart_names),
    own("chart.axis_labels.longest", "chart", _axis_labels),
    own("chart.points.categories", "chart", _point_per_category),
)
