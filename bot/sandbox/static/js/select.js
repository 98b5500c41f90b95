// One field for every choice from a list: type to filter, arrows to move, Enter to take. One or many.
import { h, icon, uid } from "./dom.js";
import { popup } from "./popup.js";

/**
 * A list with a filter and an active row. `groups`: [{label, items: [{value, label, description, picture}]}].
 * `onPick(item)` is called for a click or `take()`.
 */
export class ListBox {
  constructor({ groups, chosen = () => false, onPick, name, multi = false, empty = "Nothing matches" }) {
    Object.assign(this, { groups, chosen, onPick, empty });
    this.node = h("div", {
      class: "listbox",
      role: "listbox",
      id: uid("list"),
      "aria-label": name,
      "aria-multiselectable": multi ? "true" : undefined,
    });
    this.node.addEventListener("pointerdown", (event) => event.preventDefault()); // The field keeps the focus.
    this.filter("");
  }

  filter(query) {
    this.query = query;
    const wanted = query.trim().toLowerCase();
    this.rows = [];
    this.node.replaceChildren();
    for (const group of this.groups) {
      const items = group.items.filter(
        (item) =>
          !wanted || `${item.label} ${item.search ?? ""} ${item.description ?? ""}`.toLowerCase().includes(wanted),
      );
      if (!items.length) continue;
      const box = group.label
        ? h("div", { role: "group", "aria-label": group.label }, h("div", { class: "listbox-group" }, group.label))
        : this.node;
      for (const item of items) box.append(this.row(item));
      if (box !== this.node) this.node.append(box);
    }
    if (!this.rows.length) this.node.append(h("div", { class: "listbox-empty" }, this.empty));
    const start = this.rows.findIndex((row) => this.chosen(row.item));
    this.go(wanted ? 0 : Math.max(0, start));
  }

  row(item) {
    const chosen = this.chosen(item);
    const node = h(
      "div",
      {
        class: "option",
        role: "option",
        id: uid("option"),
        "aria-selected": String(chosen),
        "aria-disabled": item.disabled ? "true" : undefined,
        on: {
          click: () => !item.disabled && this.onPick(item),
          pointermove: () => this.go(this.rows.indexOf(row), false),
        },
      },
      item.picture?.(),
      h(
        "span",
        { class: "option-words" },
        h("span", { class: "option-label" }, item.label),
        item.description && h("small", {}, item.description),
      ),
      item.badge,
      chosen && icon("check", 16),
    );
    const row = { node, item };
    this.rows.push(row);
    return node;
  }

  go(index, scroll = true) {
    this.rows[this.at]?.node.classList.remove("option-active");
    this.at = this.rows.length ? (index + this.rows.length) % this.rows.length : -1;
    const row = this.rows[this.at];
    row?.node.classList.add("option-active");
    if (scroll) row?.node.scrollIntoView?.({ block: "nearest" });
    this.onActive?.(row?.node.id);
  }

  /** Handle a key of the field that owns the list; true when it was one of ours. */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step)
      this.go(Math.abs(step) === 1 ? this.at + step : Math.max(0, Math.min(this.rows.length - 1, this.at + step)));
    else if (event.key === "Enter" && this.rows[this.at] && !this.rows[this.at].item.disabled)
      this.onPick(this.rows[this.at].item);
    else return false;
    event.preventDefault();
    return true;
  }
}

/**
 * A combobox. `selected`: values. `onChange(values)` after each change; `onCommit(values)` when the person is done
 * (a single choice: at once; several: when the list closes). `fetchItems(query)` makes the list come from
 * somewhere else.
 */
export function selectField({
  groups,
  selected = [],
  multi = false,
  placeholder = "",
  label = {},
  max = Infinity,
  clearable = false,
  disabled = false,
  onChange = () => {},
  onCommit = () => {},
  fetchItems = null,
}) {
  let values = [...selected];
  let committed = JSON.stringify(values);
  let open = null;
  let list = null;
  const known = new Map();
  const learn = (all) => all.forEach((group) => group.items.forEach((item) => known.set(item.value, item)));
  learn(groups);
  const nameOf = (value) => known.get(value)?.label ?? value;

  const input = h("input", {
    class: "select-input",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    disabled,
    ...label,
  });
  const chips = h("span", { class: "chips" });
  const clear = h(
    "button",
    {
      type: "button",
      class: "select-clear",
      "aria-label": "Clear",
      on: {
        click: () => {
          set([]);
          commit();
          input.focus();
        },
      },
    },
    icon("close", 14),
  );
  const node = h(
    "div",
    {
      class: ["select", multi && "select-multi", disabled && "is-disabled"],
      on: { click: (event) => !event.target.closest("button") && show() },
    },
    chips,
    input,
    clear,
    icon("chevron", 16),
  );

  const draw = () => {
    chips.replaceChildren();
    if (multi) {
      for (const value of values) {
        chips.append(
          h(
            "span",
            { class: "chip" },
            known.get(value)?.picture?.(),
            h("span", {}, nameOf(value)),
            h(
              "button",
              {
                type: "button",
                class: "chip-x",
                "aria-label": `Remove ${nameOf(value)}`,
                disabled,
                on: {
                  click: () => {
                    set(values.filter((other) => other !== value));
                    if (!open) commit();
                    input.focus();
                  },
                },
              },
              icon("close", 12),
            ),
          ),
        );
      }
      input.placeholder = values.length ? "" : placeholder;
    } else {
      input.placeholder = values.length ? nameOf(values[0]) : placeholder;
      input.value = values.length ? nameOf(values[0]) : "";
    }
    node.classList.toggle("has-value", values.length > 0);
    clear.hidden = !clearable || multi || !values.length || disabled;
  };
  const set = (next) => {
    values = next;
    draw();
    onChange([...values]);
  };
  const commit = () => {
    if (JSON.stringify(values) === committed) return;
    committed = JSON.stringify(values);
    onCommit([...values]);
  };
  const pick = (item) => {
    if (!multi) {
      set([item.value]);
      hide();
      return;
    }
    if (values.includes(item.value)) set(values.filter((value) => value !== item.value));
    else if (values.length < max) set([...values, item.value]);
    input.value = "";
    list.filter("");
    list.go(list.rows.findIndex((row) => row.item.value === item.value));
  };
  const show = () => {
    if (open || disabled) return;
    input.focus();
    list = new ListBox({
      groups,
      multi,
      name: placeholder || "Choices",
      chosen: (item) => values.includes(item.value),
      onPick: pick,
    });
    list.onActive = (id) =>
      id ? input.setAttribute("aria-activedescendant", id) : input.removeAttribute("aria-activedescendant");
    list.onActive(list.rows[list.at]?.node.id);
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.node.id);
    open = popup(node, list.node, {
      wide: true,
      returnFocus: false,
      onClose: () => {
        open = null;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
        input.removeAttribute("aria-controls");
        if (multi) input.value = "";
        draw();
        commit();
      },
    });
    if (!multi) input.select();
    if (fetchItems) find("");
  };
  const hide = () => open?.close(false);
  const find = async (query) => {
    const found = await fetchItems(query);
    learn(found);
    if (!open) return;
    list.groups = found;
    list.filter("");
  };
  input.addEventListener("keydown", (event) => {
    if (open && list.key(event)) return;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === "Tab") {
      hide();
    } else if (
      !open &&
      ["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key) &&
      !(multi && event.key === " " && input.value)
    ) {
      event.preventDefault();
      show();
    } else if (event.key === "Backspace" && multi && !input.value && values.length) {
      set(values.slice(0, -1));
      if (!open) commit();
    }
  });
  input.addEventListener("input", () => {
    show();
    if (fetchItems) find(input.value);
    else list.filter(input.value);
  });
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && hide(), 0));
  draw();
  return node;
}
