// Selects of options, people, channels and conversations, one or many, and the overflow menu.
import { h, icon } from "./dom.js";
import { avatar } from "./avatar.js";
import { plainText } from "./mrkdwn.js";
import { menu } from "./popup.js";
import { selectField } from "./select.js";

function optionItem(option) {
  return {
    value: option.value,
    label: plainText(option.text),
    description: option.description ? plainText(option.description) : undefined,
  };
}

function optionGroups(el) {
  const raw = el.option_groups ?? [{ options: el.options ?? [] }];
  return raw.map((group) => ({
    label: group.label ? plainText(group.label) : null,
    items: group.options.map(optionItem),
  }));
}

/** People one may choose, as list items. */
export function peopleItems(ctx, { bots = false, deleted = false } = {}) {
  return ctx.directory.people
    .filter((person) => (bots || !person.is_bot) && (deleted || !person.deleted))
    .map((person) => ({
      value: person.id,
      label: person.real_name || person.name,
      description: person.title || undefined,
      search: person.display_name,
      picture: () => avatar(person, 20),
    }));
}

function channelItems(ctx, kinds) {
  return ctx.directory.conversations
    .filter((item) => kinds.includes(item.kind) && !item.is_archived)
    .map((item) => ({
      value: item.id,
      label: ["channel", "private"].includes(item.kind) ? `# ${item.name}` : item.name,
    }));
}

function conversationKinds(filter) {
  const names = { public: "channel", private: "private", im: "im", mpim: "mpim" };
  return (filter?.include ?? ["public", "private", "im", "mpim"]).map((name) => names[name]);
}

/** Any `*_select`. */
export function choiceElement(el, hand) {
  const { ctx } = hand;
  const multi = el.type.startsWith("multi_");
  const kind = el.type.replace(/^multi_/, "").replace(/_select$/, "");
  const shared = {
    multi,
    label: hand.label,
    placeholder: el.placeholder ? plainText(el.placeholder) : multi ? "Choose" : "Choose one",
    max: el.max_selected_items ?? Infinity,
    clearable: hand.input && hand.block.optional,
  };
  if (kind === "static" || kind === "external") return optionSelect(el, hand, shared);
  const [one, many] = {
    users: ["selected_user", "selected_users"],
    channels: ["selected_channel", "selected_channels"],
    conversations: ["selected_conversation", "selected_conversations"],
  }[kind];
  const state = hand.state();
  const selected = multi ? (state[many] ?? []) : state[one] ? [state[one]] : [];
  const items =
    kind === "users"
      ? peopleItems(ctx)
      : channelItems(ctx, kind === "channels" ? ["channel"] : conversationKinds(el.filter));
  for (const value of selected) {
    if (!items.some((item) => item.value === value))
      items.push({
        value,
        label: ctx.directory.person(value)?.real_name ?? `#${ctx.directory.channelName(value) ?? value}`,
      });
  }
  const shape = (values) => (multi ? { [many]: values } : { [one]: values[0] ?? null });
  return selectField({
    ...shared,
    groups: [{ items }],
    selected,
    onChange: (values) => hand.change(shape(values), { final: false }),
    onCommit: (values) => hand.change(shape(values)),
  });
}

function optionSelect(el, hand, shared) {
  const state = hand.state();
  const selected = shared.multi ? (state.selected_options ?? []) : state.selected_option ? [state.selected_option] : [];
  const options = [...(el.option_groups?.flatMap((group) => group.options) ?? el.options ?? []), ...selected];
  const find = (value) => options.find((option) => option.value === value);
  const shape = (values) =>
    shared.multi
      ? { selected_options: values.map(find).filter(Boolean) }
      : { selected_option: find(values[0]) ?? null };
  const groups = optionGroups(el);
  const listed = new Set(groups.flatMap((group) => group.items.map((item) => item.value)));
  const rest = selected.filter((option) => !listed.has(option.value)).map(optionItem);
  if (rest.length) groups.push({ label: null, items: rest });
  const external = el.type.includes("external");
  const fetchItems =
    external && hand.ctx.suggest
      ? async (query) => {
          const answer = await hand.ctx.suggest(el, hand.block, query);
          options.unshift(...(answer.option_groups?.flatMap((group) => group.options) ?? answer.options ?? []));
          return optionGroups(answer);
        }
      : null;
  return selectField({
    ...shared,
    groups,
    fetchItems,
    disabled: external && !fetchItems,
    selected: selected.map((option) => option.value),
    onChange: (values) => hand.change(shape(values), { final: false }),
    onCommit: (values) => hand.change(shape(values)),
  });
}

/** The "…" menu of a section. */
export function overflow(el, hand) {
  const button = h(
    "button",
    {
      type: "button",
      class: "btn btn-icon",
      "aria-label": el.accessibility_label ?? "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    },
    icon("more"),
  );
  button.addEventListener("click", () =>
    menu(
      button,
      (el.options ?? []).map((option) => ({
        label: plainText(option.text),
        description: option.description ? plainText(option.description) : undefined,
        run: () => {
          if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
          hand.ctx.press?.(el, hand.block, { type: "overflow", selected_option: option }, button);
        },
      })),
      { label: "More actions" },
    ),
  );
  return button;
}
