// What opens over the page and hangs on a field or a button: lists, menus, calendars.
import { h, icon, tabbable, uid } from "./dom.js";

let top = null;

/**
 * Open `content` beside `anchor`. One popup is open at a time (a popup inside a popup keeps its parent). Closes on
 * Escape, on a
 * press elsewhere, and when its anchor leaves the page. Returns {close}.
 */
export function popup(
  anchor,
  content,
  { onClose = () => {}, wide = false, end = false, tall = false, returnFocus = true } = {},
) {
  if (top && !top.content.contains(anchor)) top.close(false);
  const parent = top;
  const host = anchor.closest(".popup-host") ?? document.body;
  content.classList.add("popup");
  content.setAttribute("popover", "manual");
  host.append(content);
  content.showPopover?.();
  const place = () => position(anchor, content, { wide, end, tall });
  const outside = (event) => {
    if (!content.contains(event.target) && !anchor.contains(event.target)) self.close(false);
  };
  const keys = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    self.close();
  };
  const timer = setInterval(() => {
    if (!anchor.isConnected || !content.isConnected) self.close(false);
    else place();
  }, 150);
  const self = {
    content,
    close(focus = returnFocus) {
      if (top === self) top = parent;
      clearInterval(timer);
      document.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("scroll", place, true);
      window.removeEventListener("resize", place);
      anchor.removeEventListener("keydown", keys);
      content.remove();
      if (focus && anchor.isConnected) anchor.focus();
      onClose();
    },
  };
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  content.addEventListener("keydown", keys);
  anchor.addEventListener("keydown", keys);
  top = self;
  place();
  return self;
}

function position(anchor, content, { wide, end, tall }) {
  const box = anchor.getBoundingClientRect();
  const gap = 4;
  const margin = 8;
  if (wide) content.style.minWidth = `${box.width}px`;
  const room = Math.max(innerHeight - box.bottom, box.top) - gap - margin;
  content.style.maxHeight = `${Math.max(120, Math.min(room, tall ? 680 : 340))}px`;
  const size = content.getBoundingClientRect();
  const below = innerHeight - box.bottom - gap - margin >= size.height || innerHeight - box.bottom >= box.top;
  const left = end ? box.right - size.width : box.left;
  content.style.left = `${Math.max(margin, Math.min(left, innerWidth - size.width - margin))}px`;
  content.style.top = `${below ? box.bottom + gap : Math.max(margin, box.top - gap - size.height)}px`;
}

/**
 * A menu of actions under `button`. Items: {label, description?, danger?, icon?, run} or {separator: true} or
 * {heading}.
 */
export function menu(button, items, { label } = {}) {
  const list = h("div", {
    class: "menu",
    role: "menu",
    "aria-label": label ?? button.getAttribute("aria-label") ?? button.textContent.trim(),
  });
  let opened = null;
  for (const item of items) {
    if (item.separator) list.append(h("div", { class: "menu-line", role: "separator" }));
    else if (item.heading) list.append(h("div", { class: "menu-heading", role: "presentation" }, item.heading));
    else {
      list.append(
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            tabindex: "-1",
            class: ["menu-item", item.danger && "menu-danger"],
            on: {
              click: () => {
                opened.close();
                item.run();
              },
            },
          },
          item.icon && icon(item.icon, 16),
          h("span", { class: "menu-words" }, item.label, item.description && h("small", {}, item.description)),
        ),
      );
    }
  }
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll('[role="menuitem"]')];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    } else if (event.key === "Tab") {
      opened.close();
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      all.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  });
  button.setAttribute("aria-expanded", "true");
  opened = popup(button, list, { end: true, onClose: () => button.setAttribute("aria-expanded", "false") });
  list.querySelector('[role="menuitem"]')?.focus();
  return opened;
}

/** Keep Tab inside `box`. */
export function trap(box) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = tabbable(box);
    if (!all.length) {
      event.preventDefault();
      return;
    }
    const [first, last] = [all[0], all[all.length - 1]];
    if (event.shiftKey && (document.activeElement === first || document.activeElement === box)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first.focus();
    }
  });
}

/**
 * A small dialog over `host`: resolves with true for the button that confirms, false for everything else. `body`:
 * nodes;
 * `onConfirm` may return false to keep it open; a "sandbox:cancel" event on its layer answers false.
 */
export function ask(host, { title, body, confirm, deny, danger = false, role = "dialog", onConfirm = () => true }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const titleId = uid("ask");
    const done = (answer) => {
      layer.remove();
      for (const node of covered) node.inert = false;
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const box = h(
      "div",
      { class: "ask popup-host", role, "aria-modal": "true", "aria-labelledby": titleId, tabindex: "-1" },
      h("h2", { id: titleId, class: "ask-title" }, title),
      h("div", { class: "ask-body" }, body),
      h(
        "div",
        { class: "ask-foot" },
        deny !== null && h("button", { type: "button", class: "btn", on: { click: () => done(false) } }, deny),
        h(
          "button",
          {
            type: "button",
            class: ["btn", danger ? "btn-danger" : "btn-primary"],
            on: {
              click: async () => {
                if ((await onConfirm()) !== false) done(true);
              },
            },
          },
          confirm,
        ),
      ),
    );
    const layer = h(
      "div",
      { class: "ask-layer", on: { pointerdown: (event) => event.target === layer && done(false) } },
      box,
    );
    layer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      done(false);
    });
    layer.addEventListener("sandbox:cancel", () => done(false));
    trap(layer);
    const covered = [...host.children].filter((node) => !node.inert);
    for (const node of covered) node.inert = true;
    host.append(layer);
    (tabbable(box).find((node) => !node.classList.contains("btn")) ?? tabbable(box)[0] ?? box).focus();
  });
}
