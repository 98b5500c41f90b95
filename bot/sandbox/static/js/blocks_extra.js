// The blocks that are rarer: tables, cards, alerts and the like.
import { h, icon } from "./dom.js";
import { element, nameFor, picture } from "./elements.js";
import { link, plain, plainText, text } from "./mrkdwn.js";
import { renderBlock, renderBlocks } from "./blocks.js";
import { richText } from "./richtext.js";

const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };

function cell(value, ctx) {
  if (value?.type === "rich_text") return richText(value, ctx);
  return [String(value?.text ?? value?.number ?? value?.value ?? "")];
}

function table(block, ctx) {
  const [head, ...rows] = block.rows ?? [];
  const align = (index) => {
    const where = block.column_settings?.[index]?.align;
    return where === "right" || where === "center" ? `cell-${where}` : undefined;
  };
  return h(
    "div",
    { tabindex: "0", role: "region", "aria-label": block.caption ? plainText(block.caption) : "Table" },
    h(
      "table",
      {},
      block.caption && h("caption", {}, plainText(block.caption)),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          (head ?? []).map((value, index) => h("th", { scope: "col", class: align(index) }, cell(value, ctx))),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((value, index) => h("td", { class: align(index) }, cell(value, ctx))),
          ),
        ),
      ),
    ),
  );
}

function card(block, ctx) {
  return h(
    "div",
    {},
    block.hero_image && h("div", { class: "card-hero" }, picture(block.hero_image)),
    h(
      "div",
      { class: "card-words" },
      (block.title || block.icon) &&
        h("div", { class: "card-title" }, block.icon && picture(block.icon), text(block.title, ctx)),
      block.subtitle && h("div", { class: "card-subtitle" }, text(block.subtitle, ctx)),
      block.body && h("div", { class: "mrkdwn" }, text(block.body, ctx)),
      block.subtext && h("div", { class: "card-subtitle" }, text(block.subtext, ctx)),
    ),
    block.actions?.length > 0 &&
      h(
        "div",
        { class: "card-actions" },
        block.actions.map((el) => element(el, { ctx, block, input: false, label: nameFor(el, block, ctx) })),
      ),
  );
}

function chart(block) {
  const data = block.chart ?? block.data ?? block;
  const points = (data.segments ?? data.series?.flatMap((series) => series.data ?? series.points ?? []) ?? []).map(
    (point) => [plainText(point.label ?? point.category ?? point.x ?? ""), Number(point.value ?? point.y ?? 0)],
  );
  const top = Math.max(1, ...points.map(([, value]) => value));
  return h(
    "figure",
    {},
    block.title && h("figcaption", {}, plainText(block.title)),
    h(
      "dl",
      { class: "chart" },
      points.map(([label, value]) => [
        h("dt", {}, label),
        h("dd", {}, h("meter", { min: 0, max: top, value }), ` ${value}`),
      ]),
    ),
  );
}

/** Block type -> how it is drawn. */
export const EXTRA = {
  table,
  data_table: table,
  data_visualization: chart,
  card,
  carousel: (block, ctx) =>
    h(
      "div",
      { role: "group", "aria-label": "Cards", tabindex: "0" },
      (block.elements ?? block.cards ?? []).map((item) => renderBlock({ type: "card", ...item }, ctx)),
    ),

  alert(block, ctx) {
    return h(
      "div",
      { role: "note", class: `alert-${block.level ?? "default"}` },
      icon(LEVELS[block.level] ?? "info", 17),
      h("div", { class: "mrkdwn" }, text(block.text, ctx)),
    );
  },

  container(block, ctx) {
    const title =
      block.title?.type === "rich_text_title"
        ? richText({ elements: [{ ...block.title, type: "rich_text_section" }] }, ctx)
        : plain(block.title ?? "");
    const inner = renderBlocks(block.child_blocks ?? block.blocks ?? block.elements, ctx);
    const subtitle = block.subtitle && h("div", { class: "card-subtitle" }, text(block.subtitle, ctx));
    if (block.is_collapsible)
      return h("details", { open: !block.default_collapsed }, h("summary", {}, title), subtitle, inner);
    return h("div", {}, h("div", { class: "card-title" }, title), subtitle, inner);
  },

  plan: (block, ctx) =>
    h(
      "div",
      {},
      h("div", { class: "card-title" }, plainText(block.title ?? "")),
      (block.tasks ?? []).map((task) => renderBlock({ ...task, type: "task_card" }, ctx)),
    ),

  task_card(block, ctx) {
    const signs = { complete: "✓", error: "!", in_progress: "…", pending: "○" };
    return h(
      "div",
      {},
      h(
        "span",
        { class: "task-sign", "aria-label": (block.status ?? "pending").replace("_", " ") },
        signs[block.status] ?? "○",
      ),
      " ",
      plainText(block.title ?? ""),
      block.details && h("div", { class: "card-subtitle" }, richText(block.details, ctx)),
    );
  },

  video: (block, ctx) =>
    h(
      "div",
      {},
      h("div", { class: "card-title" }, text(block.title, ctx)),
      block.description && h("div", {}, text(block.description, ctx)),
      link(block.title_url ?? block.video_url ?? "", "Watch the video"),
    ),

  file: (block) => h("div", {}, icon("file"), ` ${block.external_id ?? "File"}`),
};
