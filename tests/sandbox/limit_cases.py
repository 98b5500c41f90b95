"""Every rule of the validator, with its two payloads (see limits.py)."""

from tests.sandbox.limits import (
    B0,
    DIVIDER,
    JSON,
    V0,
    Case,
    acc,
    act,
    below,
    block,
    bullets,
    button,
    card,
    cell,
    chart,
    confirm,
    container,
    data_table,
    feedback,
    group,
    home,
    icon,
    image,
    in_element,
    inp,
    line,
    longest,
    modal,
    most,
    mrkdwn,
    needed,
    number,
    option,
    options,
    plain,
    rich,
    rows,
    section,
    select,
    table,
    task,
    typed,
    video,
    without,
    x,
)

SURFACES: tuple[Case, ...] = (
    Case("message.blocks.most", [DIVIDER] * 50, [DIVIDER] * 51, "/blocks"),
    Case("view.blocks.most", home(*[DIVIDER] * 100), home(*[DIVIDER] * 101), "/view/blocks", "home"),
    Case("view.blocks.needed", home(DIVIDER), {"type": "home"}, "/view", "home"),
    Case("view.blocks.fewest", home(DIVIDER), home(), "/view/blocks", "home"),
    Case(
        "message.blocks.text",
        [section(text=plain(x(2600)))] * 5,
        [*[section(text=plain(x(2600)))] * 5, section(text=plain("x"))],
        "/blocks",
        error="msg_blocks_too_long",
    ),
    Case(
        "message.markdown.longest",
        [block("markdown", text=x(6000))] * 2,
        [block("markdown", text=x(6000)), block("markdown", text=x(6001))],
        "/blocks/1/text",
    ),
    Case("message.one_table", table(), [table(), data_table()], "/blocks/1", error="invalid_attachments"),
    Case("message.two_charts", [chart()] * 2, [chart()] * 3, "/blocks/2"),
    Case(
        "surface.block_ids.unique",
        [block("divider", block_id="a"), block("divider", block_id="b")],
        [block("divider", block_id="a"), block("divider", block_id="a")],
        "/blocks/1/block_id",
    ),
    Case(
        "view.one_focus",
        modal(inp({"type": "plain_text_input", "focus_on_load": True}), typed()),
        modal(typed(focus_on_load=True), typed(focus_on_load=True)),
        "/view/blocks/1/element/focus_on_load",
        "modal",
    ),
    Case(
        "view.size",
        home(*[section(text=plain(x(2400)))] * 99),
        home(*[section(text=plain(x(2900)))] * 99),
        "/view",
        "home",
        "view_too_large",
    ),
    Case("modal.title.needed", modal(DIVIDER), without(modal(DIVIDER), "title"), "/view", "modal"),
    Case("modal.labels.plain", modal(DIVIDER), modal(DIVIDER, close=mrkdwn()), "/view/close/type", "modal"),
    *(
        Case(
            f"modal.{field}.longest",
            modal(DIVIDER, **{field: plain(x(24))}),
            modal(DIVIDER, **{field: plain(x(25))}),
            f"/view/{field}/text",
            "modal",
        )
        for field in ("title", "submit", "close")
    ),
    Case("modal.submit.needed", modal(typed()), without(modal(typed()), "submit"), "/view", "modal"),
    *(
        Case(
            f"view.{field}.longest",
            modal(DIVIDER, **{field: x(length)}),
            modal(DIVIDER, **{field: x(length + 1)}),
            f"/view/{field}",
            "modal",
        )
        for field, length in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255))
    ),
    needed("data_visualization.title.needed", chart(), "title"),
    longest("data_visualization.title.longest", lambda t: chart() | {"title": t}, 50, f"{B0}/title"),
    needed("data_visualization.chart.needed", chart(), "chart"),
    Case("chart.type.among", chart(), line(type="donut"), f"{B0}/chart/type"),
    Case("chart.data.needed", chart(), chart(segments=[]), f"{B0}/chart"),
    most("chart.segments.most", lambda n: chart(segments=[{"label": "A", "value": 1}] * n), 6, f"{B0}/chart/segments"),
    most("chart.series.most", lambda n: line(series=line()["chart"]["series"] * n), 6, f"{B0}/chart/series"),
    most("chart.points.most", line, 20, f"{B0}/chart/series/0/data"),
    longest(
        "chart.names.longest",
        lambda t: chart(segments=[{"label": t, "value": 1}]),
        20,
        f"{B0}/chart/segments/0/label",
    ),
    longest(
        "chart.axis_labels.longest",
        lambda t: line(axis_config={"categories": ["c0"], "x_label": t}),
        50,
        f"{B0}/chart/axis_config/x_label",
    ),
    Case("chart.items.needed", chart(), chart(segments=[{"label": "A"}]), f"{B0}/chart/segments/0"),
    Case("chart.axis_config.needed", line(), line(axis_config=None), f"{B0}/chart"),
    Case(
        "chart.points.fewest",
        line(1),
        line(series=[{"name": "S", "data": []}], axis_config={"categories": []}),
        f"{B0}/chart/series/0/data",
    ),
    Case("chart.points.categories", line(), line(axis_config={"categories": ["other"]}), f"{B0}/chart/series/0/data"),
)


def _elsewhere() -> list[Case]:
    """Blocks where they do not exist."""
    in_message: dict[str, JSON] = {
        "context_actions": below(feedback()),
        "markdown": block("markdown", text="x"),
        "table": table(),
        "data_table": data_table(),
        "data_visualization": chart(),
        "card": card(),
        "carousel": block("carousel", elements=[card()]),
        "container": container(),
        "plan": block("plan", title="Plan", tasks=[]),
        "task_card": task(),
    }
    cases = [
        Case(
            f"{kind}.surface",
            one,
            modal(one),
            f"{V0}/type",
            "modal",
        )
        for kind, one in in_message.items()
    ]
    alert = block("alert", text=plain())
    cases.append(Case("alert.surface", modal(alert), [alert], f"{B0}/type"))
    cases.append(Case("file.surface", DIVIDER, block("file", external_id="1", source="remote"), f"{B0}/type"))
    return cases


BLOCKS: tuple[Case, ...] = (
    Case("property.known", DIVIDER, block("divider", colour="red"), B0),
    Case("property.type", section(expand=True), section(expand="yes"), f"{B0}/expand"),
    Case("block.type.known", DIVIDER, block("dividers"), f"{B0}/type"),
    longest("block.block_id.longest", lambda t: block("divider", block_id=t), 255, f"{B0}/block_id"),
    Case("block.block_id.not_empty", block("divider", block_id="x"), block("divider", block_id=""), f"{B0}/block_id"),
    Case("text.needed", section(), section(text={"type": "mrkdwn"}), f"{B0}/text"),
    Case("text.type.among", section(), section(text={"type": "html", "text": "x"}), f"{B0}/text/type"),
    Case("text.text.not_empty", section(text=plain("x")), section(text=plain("")), f"{B0}/text/text"),
    longest("text.text.longest", lambda t: section(text=mrkdwn(t)), 3000, f"{B0}/text/text"),
    Case("section.says_something", section(), block("section", accessory=button()), B0),
    Case("section.fields.fewest", section(fields=[plain()]), section(fields=[]), f"{B0}/fields"),
    most("section.fields.most", lambda n: section(fields=[plain()] * n), 10, f"{B0}/fields"),
    longest("section.fields.longest", lambda t: section(fields=[plain(t)]), 2000, f"{B0}/fields/0/text"),
    Case("section.accessory.allowed", acc(button()), acc({"type": "datetimepicker"}), f"{B0}/accessory/type"),
    needed("header.text.needed", block("header", text=plain()), "text"),
    Case("header.text.plain", block("header", text=plain()), block("header", text=mrkdwn()), f"{B0}/text/type"),
    longest("header.text.longest", lambda t: block("header", text=plain(t)), 150, f"{B0}/text/text"),
    most("header.level.between", lambda n: block("header", text=plain(), level=n), 4, f"{B0}/level"),
    needed("context.elements.needed", block("context", elements=[plain()]), "elements"),
    Case(
        "context.elements.fewest",
        block("context", elements=[plain()]),
        block("context", elements=[]),
        f"{B0}/elements",
    ),
    most("context.elements.most", lambda n: block("context", elements=[plain()] * n), 10, f"{B0}/elements"),
    Case(
        "context.elements.allowed",
        block("context", elements=[image()]),
        block("context", elements=[button()]),
        f"{B0}/elements/0/type",
    ),
    needed("actions.elements.needed", act(button()), "elements"),
    Case("actions.elements.fewest", act(button()), act(), f"{B0}/elements"),
    most("actions.elements.most", lambda n: act(*[button()] * n), 25, f"{B0}/elements"),
    Case("actions.elements.allowed", act(button()), act({"type": "plain_text_input"}), f"{B0}/elements/0/type"),
    needed("context_actions.elements.needed", below(icon()), "elements"),
    Case("context_actions.elements.fewest", below(icon()), block("context_actions", elements=[]), f"{B0}/elements"),
    most(
        "context_actions.elements.most", lambda n: block("context_actions", elements=[icon()] * n), 5, f"{B0}/elements"
    ),
    Case("context_actions.elements.allowed", below(icon()), below(button()), f"{B0}/elements/0/type"),
    Case(
        "block.action_ids.unique",
        [act(button(action_id="a"), button(action_id="b")), act(button(action_id="a"))],
        act(button(action_id="a"), button(action_id="a")),
        f"{B0}/elements/1/action_id",
    ),
    needed("image.source", image(), "image_url"),
    longest("image.image_url.longest", lambda t: image(image_url=t), 3000, f"{B0}/image_url"),
    needed("image.alt_text.needed", image(), "alt_text"),
    Case("image.alt_text.not_empty", image(), image(alt_text=""), f"{B0}/alt_text"),
    longest("image.alt_text.longest", lambda t: image(alt_text=t), 2000, f"{B0}/alt_text"),
    Case("image.title.plain", image(title=plain()), image(title=mrkdwn()), f"{B0}/title/type"),
    longest("image.title.longest", lambda t: image(title=plain(t)), 2000, f"{B0}/title/text"),
    needed("input.label.needed", typed(), "label"),
    Case("input.label.plain", typed(), inp({"type": "plain_text_input"}) | {"label": mrkdwn()}, f"{B0}/label/type"),
    longest("input.label.longest", lambda t: typed() | {"label": plain(t)}, 2000, f"{B0}/label/text"),
    Case("input.hint.plain", typed() | {"hint": plain()}, typed() | {"hint": mrkdwn()}, f"{B0}/hint/type"),
    longest("input.hint.longest", lambda t: typed() | {"hint": plain(t)}, 2000, f"{B0}/hint/text"),
    needed("input.element.needed", typed(), "element"),
    Case("input.element.allowed", typed(), inp(button()), f"{B0}/element/type"),
    Case(
        "input.dispatch_action.files",
        modal(inp({"type": "file_input"}, dispatch_action=False)),
        modal(inp({"type": "file_input"}, dispatch_action=True)),
        f"{V0}/dispatch_action",
        "modal",
    ),
    needed("markdown.text.needed", block("markdown", text="x"), "text"),
    Case("markdown.text.not_empty", block("markdown", text="x"), block("markdown", text=""), f"{B0}/text"),
    needed("rich_text.elements.needed", block("rich_text", elements=[]), "elements"),
    Case(
        "rich_text.type.known",
        rich({"type": "text", "text": "x"}),
        rich({"type": "shout", "text": "x"}),
        f"{B0}/elements/0/elements/0/type",
    ),
    Case(
        "rich_text_section.elements.needed",
        rich(),
        block("rich_text", elements=[{"type": "rich_text_section"}]),
        f"{B0}/elements/0",
    ),
    Case("rich.text.text.needed", rich(), rich({"type": "text"}), f"{B0}/elements/0/elements/0"),
    Case(
        "rich.text.text.not_empty",
        rich({"type": "text", "text": "x"}),
        rich({"type": "text", "text": ""}),
        f"{B0}/elements/0/elements/0/text",
    ),
    Case(
        "rich.link.url.needed",
        rich({"type": "link", "url": "x"}),
        rich({"type": "link"}),
        f"{B0}/elements/0/elements/0",
    ),
    longest(
        "rich.link.url.longest", lambda t: rich({"type": "link", "url": t}), 3000, f"{B0}/elements/0/elements/0/url"
    ),
    Case("rich_text_list.style.needed", bullets(style="bullet"), bullets(), f"{B0}/elements/0"),
    Case("rich_text_list.style.among", bullets(style="ordered"), bullets(style="roman"), f"{B0}/elements/0/style"),
    needed("table.rows.needed", table(), "rows"),
    Case("table.rows.fewest", table(1), table(0), f"{B0}/rows"),
    most("table.rows.most", table, 100, f"{B0}/rows"),
    most("table.rows.columns", lambda n: table(rows=rows(1, n)), 20, f"{B0}/rows/0"),
    Case(
        "table.rows.cells",
        table(rows=[[rich(), cell(), {"type": "raw_number", "value": 1, "text": "1"}]]),
        table(rows=[[plain()]]),
        f"{B0}/rows/0/0/type",
    ),
    Case("table.rows.shape", table(), table(rows=[[]]), f"{B0}/rows/0"),
    Case("table.rows.cells_not_empty", table(), table(rows=[[cell("")]]), f"{B0}/rows/0/0/text"),
    longest("table.rows.text", lambda t: table(rows=[[cell(t)]]), 10_000, f"{B0}/rows"),
    most("table.column_settings.most", lambda n: table(column_settings=[None] * n), 20, f"{B0}/column_settings"),
    needed("data_table.rows.needed", data_table(), "rows"),
    needed("data_table.caption.needed", data_table(), "caption"),
    Case("data_table.rows.fewest", data_table(2), data_table(1), f"{B0}/rows"),
    most("data_table.rows.most", data_table, 101, f"{B0}/rows"),
    most("data_table.page_size.between", lambda n: data_table(page_size=n), 100, f"{B0}/page_size"),
    most(
        "data_table.row_header_column_index.between",
        lambda n: data_table(row_header_column_index=n),
        19,
        f"{B0}/row_header_column_index",
    ),
    Case("data_table.rows.even", data_table(), data_table(rows=[*rows(1, 2), *rows(1, 1)]), f"{B0}/rows/1"),
    Case(
        "data_table.rows.header",
        data_table(rows=[[cell()], [rich()]]),
        data_table(rows=[[rich()], [cell()]]),
        f"{B0}/rows/0/0/type",
    ),
    Case("alert.text.needed", modal(block("alert", text=plain())), modal(block("alert")), V0, "modal"),
    longest("alert.text.longest", lambda t: block("alert", text=plain(t)), 200, f"{V0}/text/text", "modal"),
    Case(
        "alert.level.among",
        modal(block("alert", text=plain(), level="success")),
        modal(block("alert", text=plain(), level="loud")),
        f"{V0}/level",
        "modal",
    ),
    Case("card.says_something", card(), block("card", subtitle=plain()), B0),
    longest("card.title.longest", lambda t: card(title=plain(t)), 150, f"{B0}/title/text"),
    longest("card.subtitle.longest", lambda t: card(subtitle=plain(t)), 150, f"{B0}/subtitle/text"),
    longest("card.body.longest", lambda t: card(body=plain(t)), 200, f"{B0}/body/text"),
    most("card.actions.most", lambda n: card(actions=[button()] * n), 2, f"{B0}/actions"),
    Case("card.actions.allowed", card(actions=[button()]), card(actions=[select()]), f"{B0}/actions/0/type"),
    needed("carousel.elements.needed", block("carousel", elements=[card()]), "elements"),
    Case(
        "carousel.elements.fewest",
        block("carousel", elements=[card()]),
        block("carousel", elements=[]),
        f"{B0}/elements",
    ),
    most("carousel.elements.most", lambda n: block("carousel", elements=[card()] * n), 10, f"{B0}/elements"),
    Case(
        "carousel.elements.cards",
        block("carousel", elements=[card()]),
        block("carousel", elements=[DIVIDER]),
        f"{B0}/elements/0/type",
    ),
    needed("container.title.needed", container(), "title"),
    Case("container.title.plain", container(), container(title=mrkdwn()), f"{B0}/title/type"),
    longest("container.title.longest", lambda t: container(title=plain(t)), 150, f"{B0}/title/text"),
    longest("container.subtitle.longest", lambda t: container(subtitle=plain(t)), 150, f"{B0}/subtitle/text"),
    needed("container.child_blocks.needed", container(), "child_blocks"),
    Case("container.child_blocks.fewest", container(), container(child_blocks=[]), f"{B0}/child_blocks"),
    most("container.child_blocks.most", lambda n: container(child_blocks=[DIVIDER] * n), 10, f"{B0}/child_blocks"),
    Case("container.not_nested", container(), container(child_blocks=[container()]), f"{B0}/child_blocks/0/type"),
    Case(
        "container.default_collapsed",
        container(is_collapsible=True, default_collapsed=True),
        container(default_collapsed=True),
        f"{B0}/default_collapsed",
    ),
    Case(
        "container.has_header_divider",
        container(has_header_divider=True),
        container(has_header_divider=True, is_collapsible=True),
        f"{B0}/has_header_divider",
    ),
    Case("container.width.among", container(width="wide"), container(width="huge"), f"{B0}/width"),
    needed("plan.title.needed", block("plan", title="Plan", tasks=[]), "title"),
    most("plan.tasks.most", lambda n: block("plan", title="Plan", tasks=[task()] * n), 50, f"{B0}/tasks"),
    Case(
        "plan.tasks.cards",
        block("plan", title="Plan", tasks=[task()]),
        block("plan", title="Plan", tasks=[DIVIDER]),
        f"{B0}/tasks/0/type",
    ),
    needed("task_card.task_id.needed", task(), "task_id"),
    needed("task_card.title.needed", task(), "title"),
    needed("task_card.status.needed", task(), "status"),
    Case("task_card.status.among", task(status="error"), task(status="lost"), f"{B0}/status"),
    needed("video.alt_text.needed", video(), "alt_text"),
    needed("video.title.needed", video(), "title"),
    needed("video.video_url.needed", video(), "video_url"),
    needed("video.thumbnail_url.needed", video(), "thumbnail_url"),
    longest("video.title.longest", lambda t: video(title=plain(t)), 199, f"{B0}/title/text"),
    longest("video.author_name.longest", lambda t: video(author_name=t), 49, f"{B0}/author_name"),
    Case("video.urls.https", video(), video(title_url="http://example.com"), f"{B0}/title_url"),
)


def _misplaced() -> list[Case]:
    """Elements on surfaces where they do not exist."""
    cases = [
        Case(f"{kind}.surface", modal(typed(kind, **fields)), [typed(kind, **fields)], f"{B0}/element/type")
        for kind, fields in (
            ("rich_text_input", {"action_id": "a"}),
            ("number_input", {"is_decimal_allowed": True}),
            ("email_text_input", {}),
            ("url_text_input", {}),
            ("file_input", {}),
        )
    ]
    workflow = {"type": "workflow_button", "action_id": "a", "text": plain(), "workflow": {"trigger": {"url": "x"}}}
    at_home: list[tuple[str, JSON]] = [
        ("datetimepicker", {"type": "datetimepicker"}),
        ("workflow_button", workflow),
    ]
    cases += [
        Case(f"{kind}.surface", act(one), home(act(one)), f"{V0}/elements/0/type", "home") for kind, one in at_home
    ]
    return cases


ACC = f"{B0}/accessory"
ELEMENTS: tuple[Case, ...] = (
    Case("element.type.known", acc(button()), acc({"type": "lever"}), f"{ACC}/type"),
    longest("element.action_id.longest", lambda t: acc(button(action_id=t)), 255, f"{ACC}/action_id"),
    Case("element.action_id.not_empty", acc(button()), acc(button(action_id="")), f"{ACC}/action_id"),
    Case(
        "element.placeholder.plain",
        acc(select(placeholder=plain())),
        acc(select(placeholder=mrkdwn())),
        f"{ACC}/placeholder/type",
    ),
    longest("element.placeholder.longest", lambda t: acc(select(placeholder=plain(t))), 150, f"{ACC}/placeholder/text"),
    in_element("button.text.needed", button(), "text", acc, ACC),
    Case("button.text.plain", acc(button()), acc(button(text=mrkdwn())), f"{ACC}/text/type"),
    longest("button.text.longest", lambda t: acc(button(text=plain(t))), 75, f"{ACC}/text/text"),
    Case("button.value.not_empty", acc(button(value="x")), acc(button(value="")), f"{ACC}/value"),
    longest("button.value.longest", lambda t: acc(button(value=t)), 2000, f"{ACC}/value"),
    longest("button.url.longest", lambda t: acc(button(url=t)), 3000, f"{ACC}/url"),
    Case("button.style.among", acc(button(style="danger")), acc(button(style="default")), f"{ACC}/style"),
    longest(
        "button.accessibility_label.longest",
        lambda t: acc(button(accessibility_label=t)),
        75,
        f"{ACC}/accessibility_label",
    ),
    longest("button.agent_prompt.longest", lambda t: acc(button(agent_prompt=t)), 4000, f"{ACC}/agent_prompt"),
    Case("static_select.options.needed", acc(select()), acc({"type": "static_select"}), ACC),
    Case("static_select.options.fewest", acc(select()), acc(select(options=[])), f"{ACC}/options"),
    most("static_select.options.most", lambda n: acc(select(options=options(n))), 100, f"{ACC}/options"),
    Case(
        "static_select.option_groups.fewest",
        acc(select(option_groups=[group()])),
        acc(select(option_groups=[])),
        f"{ACC}/option_groups",
    ),
    most(
        "static_select.option_groups.most",
        lambda n: acc(select(option_groups=[group()] * n)),
        100,
        f"{ACC}/option_groups",
    ),
    in_element(
        "option_group.label.needed",
        group(),
        "label",
        lambda g: acc(select(option_groups=[g])),
        f"{ACC}/option_groups/0",
    ),
    Case(
        "option_group.label.plain",
        acc(select(option_groups=[group()])),
        acc(select(option_groups=[group(label=mrkdwn())])),
        f"{ACC}/option_groups/0/label/type",
    ),
    longest(
        "option_group.label.longest",
        lambda t: acc(select(option_groups=[group(label=plain(t))])),
        75,
        f"{ACC}/option_groups/0/label/text",
    ),
    in_element(
        "option_group.options.needed",
        group(),
        "options",
        lambda g: acc(select(option_groups=[g])),
        f"{ACC}/option_groups/0",
    ),
    Case(
        "option_group.options.fewest",
        acc(select(option_groups=[group()])),
        acc(select(option_groups=[group(options=[])])),
        f"{ACC}/option_groups/0/options",
    ),
    most(
        "option_group.options.most",
        lambda n: acc(select(option_groups=[group(options=options(n))])),
        100,
        f"{ACC}/option_groups/0/options",
    ),
    Case(
        "element.initial_option.offered",
        acc(select(initial_option=option("1"))),
        acc(select(initial_option=option("7"))),
        f"{ACC}/initial_option",
    ),
    Case(
        "element.initial_list.not_empty",
        acc({"type": "checkboxes", "options": options(2), "initial_options": options(1)}),
        acc({"type": "checkboxes", "options": options(2), "initial_options": []}),
        f"{ACC}/initial_options",
    ),
    Case(
        "multi_select.max_selected_items.between",
        acc({"type": "multi_users_select", "max_selected_items": 1}),
        acc({"type": "multi_users_select", "max_selected_items": 0}),
        f"{ACC}/max_selected_items",
    ),
    Case(
        "external_select.min_query_length.between",
        acc({"type": "external_select", "min_query_length": 0}),
        acc({"type": "external_select", "min_query_length": -1}),
        f"{ACC}/min_query_length",
    ),
    Case(
        "users_select.initial_user.id",
        acc({"type": "users_select", "initial_user": "U1"}),
        acc({"type": "users_select", "initial_user": "ada"}),
        f"{ACC}/initial_user",
    ),
    Case(
        "channels_select.initial_channel.matches",
        acc({"type": "channels_select", "initial_channel": "C1"}),
        acc({"type": "channels_select", "initial_channel": "D1"}),
        f"{ACC}/initial_channel",
    ),
    Case(
        "filter.says_something",
        acc({"type": "conversations_select", "filter": {"include": ["im"]}}),
        acc({"type": "conversations_select", "filter": {}}),
        f"{ACC}/filter",
    ),
    Case(
        "conversations_select.response_url_enabled",
        modal(typed("conversations_select", response_url_enabled=True)),
        acc({"type": "conversations_select", "response_url_enabled": True}),
        f"{ACC}/response_url_enabled",
    ),
    in_element("option.text.needed", option(), "text", lambda o: acc(select(options=[o])), f"{ACC}/options/0"),
    in_element("option.value.needed", option(), "value", lambda o: acc(select(options=[o])), f"{ACC}/options/0"),
    longest(
        "option.text.longest", lambda t: acc(select(options=[option(text=plain(t))])), 75, f"{ACC}/options/0/text/text"
    ),
    Case(
        "option.text.plain",
        acc({"type": "radio_buttons", "options": [option(text=mrkdwn())]}),
        acc(select(options=[option(text=mrkdwn())])),
        f"{ACC}/options/0/text/type",
    ),
    Case("option.value.not_empty", acc(select()), acc(select(options=[option("")])), f"{ACC}/options/0/value"),
    longest("option.value.longest", lambda t: acc(select(options=[option(t)])), 150, f"{ACC}/options/0/value"),
    longest(
        "option.description.longest",
        lambda t: acc(select(options=[option(description=plain(t))])),
        75,
        f"{ACC}/options/0/description/text",
    ),
    Case(
        "option.url.overflow",
        acc({"type": "overflow", "options": [option(url="https://example.com")]}),
        acc(select(options=[option(url="https://example.com")])),
        f"{ACC}/options/0",
    ),
    longest(
        "option.url.longest",
        lambda t: acc({"type": "overflow", "options": [option(url=t)]}),
        3000,
        f"{ACC}/options/0/url",
    ),
    Case(
        "radio_buttons.options.needed",
        acc({"type": "radio_buttons", "options": options(1)}),
        acc({"type": "radio_buttons"}),
        ACC,
    ),
    Case(
        "radio_buttons.options.fewest",
        acc({"type": "checkboxes", "options": options(1)}),
        acc({"type": "checkboxes", "options": []}),
        f"{ACC}/options",
    ),
    most(
        "radio_buttons.options.most", lambda n: acc({"type": "checkboxes", "options": options(n)}), 10, f"{ACC}/options"
    ),
    Case("overflow.options.needed", acc({"type": "overflow", "options": options(1)}), acc({"type": "overflow"}), ACC),
    Case(
        "overflow.options.fewest",
        acc({"type": "overflow", "options": options(1)}),
        acc({"type": "overflow", "options": []}),
        f"{ACC}/options",
    ),
    most("overflow.options.most", lambda n: acc({"type": "overflow", "options": options(n)}), 5, f"{ACC}/options"),
)

FIELD = f"{B0}/element"
VFIELD = f"{V0}/element"


def _in_modal(rule: str, at: JSON, above: JSON, pointer: str) -> Case:
    return Case(rule, modal(at), modal(above), pointer, "modal")


INPUTS: tuple[Case, ...] = (
    most("plain_text_input.min_length.between", lambda n: typed(min_length=n), 3000, f"{FIELD}/min_length"),
    most("plain_text_input.max_length.between", lambda n: typed(max_length=n), 3000, f"{FIELD}/max_length"),
    Case(
        "plain_text_input.lengths.order",
        typed(min_length=5, max_length=5),
        typed(min_length=6, max_length=5),
        f"{FIELD}/min_length",
    ),
    longest("plain_text_input.initial_value.longest", lambda t: typed(initial_value=t), 3000, f"{FIELD}/initial_value"),
    _in_modal(
        "rich_text_input.action_id.needed", typed("rich_text_input", action_id="a"), typed("rich_text_input"), VFIELD
    ),
    *(
        _in_modal(
            f"rich_text_input.{field}.between",
            typed("rich_text_input", action_id="a", **{field: 100}),
            typed("rich_text_input", action_id="a", **{field: 101}),
            f"{VFIELD}/{field}",
        )
        for field in ("min_lines", "max_lines")
    ),
    _in_modal("number_input.is_decimal_allowed.needed", number(), typed("number_input"), VFIELD),
    *(
        _in_modal(
            f"number_input.{field}.matches",
            number(**{field: "-1.5"}),
            number(**{field: "many"}),
            f"{VFIELD}/{field}",
        )
        for field in ("min_value", "max_value", "initial_value")
    ),
    _in_modal(
        "number_input.values.order",
        number(min_value="5", max_value="5"),
        number(min_value="10", max_value="5"),
        f"{VFIELD}/min_value",
    ),
    _in_modal(
        "file_input.max_files.between",
        typed("file_input", max_files=10),
        typed("file_input", max_files=11),
        f"{VFIELD}/max_files",
    ),
    Case(
        "dispatch_action_config.trigger_actions_on.fewest",
        typed(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
        typed(dispatch_action_config={"trigger_actions_on": []}),
        f"{FIELD}/dispatch_action_config/trigger_actions_on",
    ),
    most(
        "dispatch_action_config.trigger_actions_on.most",
        lambda n: typed(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n}),
        2,
        f"{FIELD}/dispatch_action_config/trigger_actions_on",
    ),
    Case(
        "dispatch_action_config.trigger_actions_on.among",
        typed(dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}),
        typed(dispatch_action_config={"trigger_actions_on": ["on_monday"]}),
        f"{FIELD}/dispatch_action_config/trigger_actions_on/0",
    ),
    Case(
        "datepicker.initial_date.matches",
        acc({"type": "datepicker", "initial_date": "2026-12-31"}),
        acc({"type": "datepicker", "initial_date": "2026-13-01"}),
        f"{ACC}/initial_date",
    ),
    Case(
        "timepicker.initial_time.matches",
        acc({"type": "timepicker", "initial_time": "23:59"}),
        acc({"type": "timepicker", "initial_time": "24:00"}),
        f"{ACC}/initial_time",
    ),
    Case(
        "timepicker.timezone",
        acc({"type": "timepicker", "timezone": "Europe/London"}),
        acc({"type": "timepicker", "timezone": "Europe/Londinium"}),
        f"{ACC}/timezone",
    ),
    most(
        "datetimepicker.initial_date_time.between",
        lambda n: act({"type": "datetimepicker", "initial_date_time": n}),
        9_999_999_999,
        f"{B0}/elements/0/initial_date_time",
    ),
    *(
        in_element(f"confirm.{field}.needed", confirm(), field, lambda c: acc(button(confirm=c)), f"{ACC}/confirm")
        for field in ("title", "text", "confirm", "deny")
    ),
    Case(
        "confirm.title_confirm_deny.plain",
        acc(button(confirm=confirm(text=mrkdwn()))),
        acc(button(confirm=confirm(title=mrkdwn()))),
        f"{ACC}/confirm/title/type",
    ),
    *(
        Case(
            f"confirm.{field}.longest",
            acc(button(confirm=confirm(**{field: plain(x(length))}))),
            acc(button(confirm=confirm(**{field: plain(x(length + 1))}))),
            f"{ACC}/confirm/{field}/text",
        )
        for field, length in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30))
    ),
    Case(
        "confirm.style.among",
        acc(button(confirm=confirm(style="primary"))),
        acc(button(confirm=confirm(style="default"))),
        f"{ACC}/confirm/style",
    ),
)

EL = f"{B0}/elements/0"
MESSAGE_BUTTONS: tuple[Case, ...] = (
    in_element("feedback_buttons.positive_button.needed", feedback(), "positive_button", below, EL),
    in_element("feedback_buttons.negative_button.needed", feedback(), "negative_button", below, EL),
    Case("feedback_button.text.needed", below(feedback()), below(feedback(text=None)), f"{EL}/positive_button"),
    Case("feedback_button.value.needed", below(feedback()), below(feedback(value=None)), f"{EL}/positive_button"),
    longest(
        "feedback_button.text.longest",
        lambda t: below(feedback(text=plain(t))),
        75,
        f"{EL}/positive_button/text/text",
    ),
    Case(
        "feedback_button.value.not_empty", below(feedback()), below(feedback(value="")), f"{EL}/positive_button/value"
    ),
    longest("feedback_button.value.longest", lambda t: below(feedback(value=t)), 2000, f"{EL}/positive_button/value"),
    longest(
        "feedback_button.accessibility_label.longest",
        lambda t: below(feedback(accessibility_label=t)),
        75,
        f"{EL}/positive_button/accessibility_label",
    ),
    in_element("icon_button.icon.needed", icon(), "icon", below, EL),
    Case("icon_button.icon.among", below(icon()), below(icon(icon="star")), f"{EL}/icon"),
    in_element("icon_button.text.needed", icon(), "text", below, EL),
    longest("icon_button.text.longest", lambda t: below(icon(text=plain(t))), 75, f"{EL}/text/text"),
    most(
        "icon_button.visible_to_user_ids.most",
        lambda n: below(icon(visible_to_user_ids=["U1"] * n)),
        10,
        f"{EL}/visible_to_user_ids",
    ),
    in_element(
        "workflow_button.action_id.needed",
        {"type": "workflow_button", "action_id": "a", "text": plain(), "workflow": {"trigger": {"url": "x"}}},
        "action_id",
        acc,
        ACC,
    ),
)

CASES: tuple[Case, ...] = (
    *SURFACES,
    *_elsewhere(),
    *BLOCKS,
    *_misplaced(),
    *ELEMENTS,
    *INPUTS,
    *MESSAGE_BUTTONS,
)
