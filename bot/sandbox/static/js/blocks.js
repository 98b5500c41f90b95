// Blocks of messages, modals and Home, into nodes. What this page does not know is named, never dropped in silence.
import { h, icon, uid } from "./dom.js";
import { element, nameFor, picture } from "./elements.js";
import { mrkdwn, plain, text } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { EXTRA } from "./blocks_extra.js";

/** All blocks, one under the other. `ctx`: {me, reader, directory, surface, values, press, errors, submit}. */
export function renderBlocks(blocks, ctx) {
  return (blocks ?? []).map((block) => renderBlock(block, ctx));
}

/** One block; a block that cannot be drawn says so and leaves the others alone. */
export function renderBlock(block, ctx) {
  const draw = BLOCKS[block.type] ?? EXTRA[block.type];
  let node;
  try {
    node = draw ? draw(block, ctx) : unknown(block);
  } catch (error) {
    console.error("a block that could not be drawn", block, error);
    node = unknown(block);
  }
  node.classList.add("block", `block-${block.type}`);
  node.dataset.block = block.block_id ?? "";
  return node;
}

function unknown(block) {
  return h("div", { class: "unknown" }, icon("info", 15), ` A "${block.type}" block: this page does not draw it.`);
}

const BLOCKS = {
  section(block, ctx) {
    const main = h(
      "div",
      { class: "section-main" },
      block.text && h("div", { class: "mrkdwn" }, text(block.text, ctx)),
      block.fields?.length > 0 &&
        h(
          "div",
          { class: "section-fields" },
          block.fields.map((field) => h("div", { class: "mrkdwn section-field" }, text(field, ctx))),
        ),
    );
    const el = block.accessory;
    return h(
      "div",
      {},
      main,
      el &&
        h(
          "div",
          { class: `section-accessory accessory-${el.type}` },
          element(el, { ctx, block, input: false, label: nameFor(el, block, ctx) }),
        ),
    );
  },

  header(block) {
    const level = Math.min(6, (block.level ?? 2) + (block.level ? 1 : 0));
    return h(`h${level}`, {}, plain(block.text));
  },

  context(block, ctx) {
    return h(
      "div",
      {},
      (block.elements ?? []).map((el) =>
        el.type === "image"
          ? h("span", { class: "context-image" }, picture(el))
          : h("span", { class: "mrkdwn" }, text(el, ctx)),
      ),
    );
  },

  actions(block, ctx) {
    return h(
      "div",
      {},
      (block.elements ?? []).map((el) => element(el, { ctx, block, input: false, label: nameFor(el, block, ctx) })),
    );
  },

  context_actions(block, ctx) {
    return BLOCKS.actions(block, ctx);
  },

  divider() {
    return h("hr");
  },

  image(block, ctx) {
    return h("figure", {}, block.title && h("figcaption", {}, text(block.title, ctx)), picture(block));
  },

  input(block, ctx) {
    return inputBlock(block, ctx);
  },

  rich_text(block, ctx) {
    return h("div", { class: "mrkdwn" }, richText(block, ctx));
  },

  markdown(block, ctx) {
    return h("div", { class: "mrkdwn" }, markdown(block.text ?? "", ctx));
  },
};

const LABELLED_BY_ID = new Set([
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "rich_text_input",
  "datepicker",
  "timepicker",
]);

function inputBlock(block, ctx) {
  const el = block.element ?? {};
  const [labelId, hintId, errorId, fieldId] = [uid("label"), uid("hint"), uid("error"), uid("field")];
  const error = ctx.errors?.[block.block_id];
  let node = null;
  const own = LABELLED_BY_ID.has(el.type) || /select$/.test(el.type); // One field: its label is a real label.
  const described = [error && errorId, block.hint && hintId].filter(Boolean).join(" ") || undefined;
  const label = {
    ...(own ? { id: fieldId } : {}),
    "aria-labelledby": labelId,
    "aria-describedby": described,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": block.optional || el.type === "checkboxes" || el.type === "datetimepicker" ? undefined : "true",
  };
  // A field that is being put right is not red any more; the next submission tells.
  const corrected = () => {
    if (!node.classList.contains("has-error")) return;
    node.classList.remove("has-error");
    node.querySelector(".input-error")?.remove();
    for (const field of node.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  };
  const kept =
    error && ctx.values
      ? {
          get: (...key) => ctx.values.get(...key),
          set: (...key) => {
            ctx.values.set(...key);
            corrected();
          },
        }
      : ctx.values;
  node = h(
    "div",
    { class: error ? "has-error" : undefined },
    h(
      own ? "label" : "span",
      { class: "input-label", for: own ? fieldId : undefined },
      h("span", { id: labelId }, plain(block.label)),
      block.optional && h("span", { class: "input-optional" }, " (optional)"),
    ),
    element(el, { ctx: { ...ctx, values: kept }, block, input: true, label, dispatch: Boolean(block.dispatch_action) }),
    error && h("div", { class: "input-error", id: errorId, role: "alert" }, icon("warning", 15), h("span", {}, error)),
    block.hint && h("div", { class: "input-hint", id: hintId }, plain(block.hint)),
  );
  return node;
}

/** The little of standard markdown that a message may carry: headings, bold, lists, code, links, quotes. */
function markdown(source, ctx) {
  const out = [];
  let list = null;
  const said = (line) =>
    mrkdwn(
      line
        .replace(/\*\*([^*]+)\*\*/g, "\u0001$1\u0001")
        .replace(/(^|\W)\*([^*\n]+)\*/g, "$1_$2_")
        .replace(/\u0001/g, "*")
        .replace(/~~([^~]+)~~/g, "~$1~")
        .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>"),
      ctx,
    );
  for (const line of source.split("\n")) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^\s*(?:[-*+]|(\d+)\.)\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] ? "ol" : "ul";
      if (list?.tagName.toLowerCase() !== kind) {
        list = h(kind, { class: "rt-list" });
        out.push(list);
      }
      list.append(h("li", {}, said(item[2])));
      continue;
    }
    list = null;
    if (heading) out.push(h(`h${Math.min(6, heading[1].length + 2)}`, { class: "md-heading" }, said(heading[2])));
    else if (line.trim()) out.push(h("p", { class: "rt-section" }, said(line)));
  }
  return out;
}

/**
 * What was typed and chosen in the input fields of `blocks`, as Slack's `state.values`. Untouched fields keep what
 * they began with.
 */
export function touchedOf(blocks, values) {
  const out = {};
  for (const block of blocks ?? []) {
    const id = block.type === "input" ? block.element?.action_id : null;
    const state = id ? values.get(block.block_id, id) : null;
    if (state) out[block.block_id] = { [id]: state };
  }
  return out;
}
