// Rich text: Slack's own tree of sections, lists, quotes and styled leaves. Its text is never parsed for marks.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";

/** A `rich_text` block's nodes. */
export function richText(block, ctx) {
  const out = [];
  let list = null; // Slack writes nested lists as siblings with an indent.
  for (const item of block.elements ?? []) {
    if (item.type === "rich_text_list") {
      list = addList(out, list, item, ctx);
      continue;
    }
    list = null;
    if (item.type === "rich_text_quote") out.push(h("blockquote", { class: "quote" }, leaves(item.elements, ctx)));
    else if (item.type === "rich_text_preformatted") out.push(h("pre", { class: "pre" }, leaves(item.elements, ctx)));
    else if (item.type === "rich_text_section") out.push(h("p", { class: "rt-section" }, leaves(item.elements, ctx)));
  }
  return out;
}

function addList(out, open, item, ctx) {
  const indent = item.indent ?? 0;
  const list = h(item.style === "ordered" ? "ol" : "ul", {
    class: `rt-list rt-indent-${Math.min(indent, 8)}`,
    start: item.offset ? item.offset + 1 : undefined,
  });
  for (const child of item.elements ?? []) {
    const body =
      child.type === "rich_text_section" ? leaves(child.elements, ctx) : richText({ elements: [child] }, ctx);
    list.append(h("li", {}, body));
  }
  if (open && indent > open.indent) {
    (open.list.lastElementChild ?? open.list).append(list);
    return { list, indent, parent: open };
  }
  let parent = open;
  while (parent && parent.indent >= indent) parent = parent.parent;
  if (parent) (parent.list.lastElementChild ?? parent.list).append(list);
  else out.push(list);
  return { list, indent, parent };
}

function leaves(elements, ctx) {
  return (elements ?? []).map((item) => dress(leaf(item, ctx), item.style));
}

function lines(said) {
  return String(said ?? "")
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function leaf(item, ctx) {
  switch (item.type) {
    case "text":
      return h("span", {}, lines(item.text));
    case "link":
      return link(item.url ?? "", item.text || item.url);
    case "user":
      return mention("user", item.user_id, ctx);
    case "channel":
      return mention("channel", item.channel_id, ctx);
    case "usergroup":
      return mention("group", item.usergroup_id, ctx);
    case "broadcast":
      return mention("broadcast", item.range, ctx);
    case "emoji": {
      const char = item.unicode
        ? String.fromCodePoint(...item.unicode.split("-").map((code) => parseInt(code, 16)))
        : emoji(item.name ?? "");
      return char
        ? h("span", { class: "emoji", role: "img", "aria-label": item.name }, char)
        : h("span", {}, `:${item.name}:`);
    }
    case "date":
      return h(
        "time",
        { title: ctx.reader.full(item.timestamp) },
        ctx.reader.slack(item.timestamp, item.format ?? "{date_long} {time}"),
      );
    case "color":
      return h("code", { class: "code" }, item.value);
    default:
      return h("span", {}, item.fallback ?? item.text ?? "");
  }
}

function dress(node, style) {
  let out = node;
  if (style?.code) out = h("code", { class: "code" }, out);
  if (style?.bold) out = h("strong", {}, out);
  if (style?.italic) out = h("em", {}, out);
  if (style?.strike) out = h("s", {}, out);
  return out;
}
