// Choosing people: who to be, whom to write to.
import { avatar } from "./avatar.js";
import { h, uid } from "./dom.js";
import { ask, popup } from "./popup.js";
import { ListBox, selectField } from "./select.js";

/** The list of everybody under `button`, with a search field; those who have news carry a badge. */
export function openPeople(button, app, { current, onPick }) {
  const items = app.company.people
    .filter((person) => !person.is_bot)
    .map((person) => ({
      value: person.id,
      label: person.real_name || person.name,
      search: person.display_name,
      disabled: person.deleted,
      description: [person.title, person.deleted && "deactivated", person.is_restricted && "guest"]
        .filter(Boolean)
        .join(" · "),
      picture: () => avatar(person, 28),
      badge: app.news.get(person.id) ? h("span", { class: "badge" }, app.news.get(person.id)) : null,
    }));
  const list = new ListBox({
    groups: [{ items }],
    name: "People",
    chosen: (item) => item.value === current,
    onPick: (item) => {
      opened.close();
      onPick(item.value);
    },
  });
  const input = h("input", {
    class: "field people-search",
    type: "text",
    role: "combobox",
    placeholder: "Be somebody else…",
    "aria-label": "Find a person",
    autocomplete: "off",
    "aria-expanded": "true",
    "aria-controls": list.node.id,
    "aria-autocomplete": "list",
  });
  list.onActive = (id) => id && input.setAttribute("aria-activedescendant", id);
  list.go(list.at);
  input.addEventListener("input", () => list.filter(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab") opened.close();
    else list.key(event);
  });
  const box = h("div", { class: "people-pop", role: "dialog", "aria-label": "Be somebody else" }, input, list.node);
  button.setAttribute("aria-expanded", "true");
  const opened = popup(button, box, { tall: true, onClose: () => button.setAttribute("aria-expanded", "false") });
  input.focus();
}

/** Ask for one or more people; the answer is their ids, or null. */
export async function pickPeople(pane, { title, hint, confirm }) {
  let chosen = [];
  const items = pane.directory.people
    .filter((person) => person.id !== pane.as && !person.is_bot && !person.deleted)
    .map((person) => ({
      value: person.id,
      label: person.real_name,
      description: person.title,
      search: person.display_name,
      picture: () => avatar(person, 20),
    }));
  const labelId = uid("people");
  const field = selectField({
    groups: [{ items }],
    multi: true,
    max: 8,
    placeholder: "Names",
    label: { "aria-labelledby": labelId },
    onChange: (values) => {
      chosen = values;
    },
  });
  const yes = await ask(pane.node, {
    title,
    confirm,
    deny: "Cancel",
    onConfirm: () => chosen.length > 0,
    body: [h("div", { class: "input-label", id: labelId }, "To"), field, h("div", { class: "input-hint" }, hint)],
  });
  return yes ? chosen : null;
}
