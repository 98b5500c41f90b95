// Short words at the edge of the page: what Slack says in passing, and what the page itself has to say.
import { h, icon } from "./dom.js";

const STAY = 9000; // Milliseconds; a toast with buttons stays until it is answered.

/** Show `said`. `actions`: [{label, run}]; `person`: whose Slack said it, when there are two. */
export function toast(said, { actions = [], person = null, kind = "warning" } = {}) {
  const host = document.getElementById("toasts");
  const same = [...host.children].find((node) => node.dataset.said === said);
  same?.remove();
  const close = () => node.remove();
  const node = h(
    "div",
    { class: ["toast", `toast-${kind}`], role: kind === "warning" ? "alert" : "status", data: { said } },
    icon(kind === "warning" ? "warning" : kind === "news" ? "chat" : "check", 17),
    h(
      "div",
      { class: "toast-words" },
      person && h("strong", {}, `${person}: `),
      said,
      actions.length > 0 &&
        h(
          "div",
          { class: "toast-actions" },
          actions.map((action) =>
            h(
              "button",
              {
                type: "button",
                class: "toast-btn",
                on: {
                  click: () => {
                    close();
                    action.run();
                  },
                },
              },
              action.label,
            ),
          ),
        ),
    ),
    h(
      "button",
      { type: "button", class: "icon-btn", "aria-label": "Dismiss", on: { click: close } },
      icon("close", 15),
    ),
  );
  host.append(node);
  while (host.children.length > 4) host.firstElementChild.remove();
  let timer = setTimeout(close, actions.length ? STAY * 3 : STAY);
  node.addEventListener("pointerenter", () => clearTimeout(timer));
  node.addEventListener("pointerleave", () => {
    timer = setTimeout(close, STAY);
  });
  return close;
}
