// Every element of Block Kit that one can press or fill, and the state that Slack keeps for it.
import { h, icon, uid } from "./dom.js";
import { choiceElement, overflow } from "./choices.js";
import { plainText, text, words } from "./mrkdwn.js";
import { whenElement } from "./when.js";

const TEXT_INPUTS = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input"]);

/** The state that an untouched element has, in the shape of Slack's `state.values`. */
export function initialState(el) {
  const type = el.type;
  if (TEXT_INPUTS.has(type)) return { type, value: el.initial_value ?? null };
  const keys = {
    static_select: ["selected_option", el.initial_option ?? null],
    external_select: ["selected_option", el.initial_option ?? null],
    radio_buttons: ["selected_option", el.initial_option ?? null],
    checkboxes: ["selected_options", el.initial_options ?? []],
    multi_static_select: ["selected_options", el.initial_options ?? []],
    multi_external_select: ["selected_options", el.initial_options ?? []],
    users_select: ["selected_user", el.initial_user ?? null],
    multi_users_select: ["selected_users", el.initial_users ?? []],
    conversations_select: ["selected_conversation", el.initial_conversation ?? null],
    multi_conversations_select: ["selected_conversations", el.initial_conversations ?? []],
    channels_select: ["selected_channel", el.initial_channel ?? null],
    multi_channels_select: ["selected_channels", el.initial_channels ?? []],
    datepicker: ["selected_date", el.initial_date ?? null],
    timepicker: ["selected_time", el.initial_time ?? null],
    datetimepicker: ["selected_date_time", el.initial_date_time ?? null],
    rich_text_input: ["rich_text_value", el.initial_value ?? null],
  }[type];
  return keys ? { type, [keys[0]]: keys[1] } : null;
}

/**
 * Draw one element. `place`: {ctx, block, input: bool, label: attributes that name it, dispatch: bool}. Its
 * changes go to
 * `ctx.values`; outside an input block, or in one that dispatches, they are also sent to the app, after a
 * confirmation if it asks for one.
 */
export function element(el, place) {
  const { ctx, block } = place;
  const stateful = initialState(el);
  let committed = ctx.values?.get(block.block_id, el.action_id) ?? stateful;
  let told = committed; // What the app knows of: there it goes back to when a confirmation is declined.
  let node = null;
  const redraw = () => {
    const fresh = build();
    node.replaceWith(fresh);
    node = fresh;
  };
  const hand = {
    ...place,
    state: () => committed,
    /** A new state; `final` when the person is done with it and the app may hear of it. */
    change: async (next, { final = true } = {}) => {
      committed = { ...(stateful ?? {}), ...next };
      ctx.values?.set(block.block_id, el.action_id, committed);
      if (!final || !ctx.press || (place.input && !place.dispatch)) return;
      const sending = committed;
      if (await ctx.press(el, block, sending, node)) {
        told = sending;
        return;
      }
      if (TEXT_INPUTS.has(el.type)) return; // Nobody's words are taken from them.
      committed = told;
      ctx.values?.set(block.block_id, el.action_id, told);
      if (node.isConnected) redraw();
    },
  };
  const build = () => {
    const made = draw(el, hand);
    made.dataset.action = el.action_id ?? "";
    return made;
  };
  node = build();
  return node;
}

function draw(el, hand) {
  if (TEXT_INPUTS.has(el.type)) return textInput(el, hand);
  if (/select$/.test(el.type)) return choiceElement(el, hand);
  if (/picker$/.test(el.type)) return whenElement(el, hand);
  switch (el.type) {
    case "button":
    case "workflow_button":
      return button(el, hand);
    case "radio_buttons":
      return marks(el, hand, "radio");
    case "checkboxes":
      return marks(el, hand, "checkbox");
    case "overflow":
      return overflow(el, hand);
    case "image":
      return picture(el);
    case "icon_button":
      return pressable(
        el,
        hand,
        { class: "btn btn-small", "aria-label": plainText(el.accessibility_label ?? el.text) },
        icon(el.icon === "trash" ? "trash" : "more", 15),
        plainText(el.text),
      );
    case "feedback_buttons":
      return h(
        "span",
        { class: "feedback", role: "group" },
        [
          ["positive_button", "👍"],
          ["negative_button", "👎"],
        ].map(
          ([key, sign]) =>
            el[key] &&
            pressable(
              el,
              { ...hand, value: el[key].value },
              { class: "btn btn-small", "aria-label": el[key].accessibility_label ?? plainText(el[key].text) },
              sign,
              " ",
              plainText(el[key].text),
            ),
        ),
      );
    case "rich_text_input":
      return richInput(el, hand);
    default:
      return h("span", { class: "unknown" }, `${el.type} cannot be shown here`);
  }
}

/** A picture: only from this server; a picture from the internet is its description. */
export function picture(el) {
  const url = el.image_url ?? "";
  if (!/^(\/|data:image\/)/.test(url) && !url.startsWith(location.origin)) {
    return h(
      "span",
      { class: "picture-alt", role: "img", "aria-label": el.alt_text, title: url },
      (el.alt_text ?? "?").slice(0, 80),
    );
  }
  return h("img", { src: url, alt: el.alt_text ?? "", loading: "lazy" });
}

function pressable(el, hand, props, ...children) {
  const node = h(
    "button",
    {
      type: "button",
      ...props,
      on: {
        click: async () => {
          if (node.getAttribute("aria-busy") === "true") return;
          await hand.ctx.press?.(el, hand.block, hand.value === undefined ? undefined : { value: hand.value }, node);
        },
      },
    },
    ...children,
  );
  return node;
}

function button(el, hand) {
  const look = ["btn", el.style === "primary" && "btn-primary", el.style === "danger" && "btn-danger"];
  const name = el.accessibility_label ? { "aria-label": el.accessibility_label } : {};
  const node = pressable(
    el,
    hand,
    { class: look, ...name, data: { value: el.value } },
    h("span", { class: "btn-words" }, plainText(el.text)),
  );
  if (el.url && /^https?:/i.test(el.url))
    node.addEventListener("click", () => window.open(el.url, "_blank", "noopener"));
  return node;
}

function textInput(el, hand) {
  const many = el.type === "plain_text_input" && el.multiline;
  const kinds = {
    email_text_input: "email",
    number_input: el.is_decimal_allowed ? "decimal" : "numeric",
    url_text_input: "url",
  };
  const limit = el.max_length ?? (el.type === "plain_text_input" ? 3000 : null);
  const counter = limit ? h("span", { class: "counter", "aria-hidden": "true" }) : null;
  const warn = limit ? h("span", { class: "sr-only", role: "status" }) : null;
  const field = h(many ? "textarea" : "input", {
    class: "field",
    type: many ? undefined : "text",
    rows: many ? "4" : undefined,
    inputmode: kinds[el.type],
    placeholder: el.placeholder ? plainText(el.placeholder) : undefined,
    autocomplete: "off",
    autofocus: el.focus_on_load ? true : undefined,
    value: hand.state().value ?? "",
    ...hand.label,
  });
  const count = () => {
    if (!counter) return;
    const left = limit - field.value.length;
    const shown = el.max_length ? field.value.length > 0 || el.max_length <= 300 : left < 200;
    counter.textContent = shown ? (left < 0 ? `${-left} too many` : `${field.value.length} / ${limit}`) : "";
    counter.classList.toggle("is-over", left < 0);
    warn.textContent = left < 0 ? `${-left} characters too many` : "";
  };
  const when = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const state = () => ({ value: field.value === "" ? null : field.value });
  field.addEventListener("input", () => {
    count();
    if (many) grow(field);
    hand.change(state(), { final: when.includes("on_character_entered") });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (many && !event.metaKey && !event.ctrlKey)) return;
    if (hand.dispatch && when.includes("on_enter_pressed")) {
      event.preventDefault();
      hand.change(state());
    } else if (many) {
      event.preventDefault();
      hand.ctx.submit?.(); // Ctrl+Enter sends a modal, as in Slack.
    }
  });
  count();
  return h("div", { class: ["text-input", counter && "has-counter"] }, field, counter, warn);
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 320)}px`;
}

function richInput(el, hand) {
  const said = (hand.state().rich_text_value?.elements ?? [])
    .map((section) => (section.elements ?? []).map((leaf) => leaf.text ?? "").join(""))
    .join("\n");
  const field = h("textarea", {
    class: "field",
    rows: el.min_lines ?? 4,
    placeholder: el.placeholder ? plainText(el.placeholder) : undefined,
    value: said,
    ...hand.label,
  });
  field.addEventListener("input", () =>
    hand.change(
      {
        rich_text_value: field.value
          ? {
              type: "rich_text",
              elements: [{ type: "rich_text_section", elements: [{ type: "text", text: field.value }] }],
            }
          : null,
      },
      { final: false },
    ),
  );
  return h("div", { class: "text-input" }, field);
}

function marks(el, hand, type) {
  const many = type === "checkbox";
  const name = uid(type);
  const chosen = () =>
    many ? (hand.state().selected_options ?? []).map((option) => option.value) : [hand.state().selected_option?.value];
  const box = h("div", { class: "marks", role: many ? "group" : "radiogroup", ...hand.label });
  for (const option of el.options ?? []) {
    const noteId = option.description ? uid("note") : undefined;
    const input = h("input", {
      type,
      name,
      value: option.value,
      checked: chosen().includes(option.value),
      "aria-describedby": noteId,
    });
    input.addEventListener("change", () => {
      if (many)
        hand.change({
          selected_options: el.options.filter((_, index) => box.querySelectorAll("input")[index].checked),
        });
      else hand.change({ selected_option: option });
    });
    box.append(
      h(
        "label",
        { class: "mark" },
        input,
        h(
          "span",
          { class: "mark-words" },
          text(option.text, hand.ctx),
          option.description && h("small", { id: noteId }, text(option.description, hand.ctx)),
        ),
      ),
    );
  }
  return box;
}

/** What names an element that stands outside an input block, to a screen reader. */
export function nameFor(el, block, ctx) {
  if (el.type === "button" || el.type === "overflow" || el.type === "image") return {};
  const said =
    el.accessibility_label ??
    (el.placeholder ? plainText(el.placeholder) : null) ??
    (block.text ? words(block.text.text, ctx) : null);
  return said ? { "aria-label": said.slice(0, 150) } : {};
}
