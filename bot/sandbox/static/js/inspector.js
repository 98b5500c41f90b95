// The inspector: every call of the bot and every envelope to it, with its JSON and what the sandbox thought of it.
import { api, coalesce } from "./api.js";
import { fill, h, icon, patch } from "./dom.js";
import { faultPanel } from "./faults.js";
import { json } from "./json.js";

const KEEP = 400; // Rows on the page; the sandbox keeps its own.
const KINDS = {
  api: ["←", "call of the bot"],
  envelope: ["→", "envelope to the bot"],
  ack: ["✓", "acknowledged"],
  response_url: ["←", "response URL"],
  socket: ["⇄", "the socket"],
};

export class Inspector {
  constructor(app) {
    this.app = app;
    this.node = document.getElementById("inspector");
    this.isOpen = false;
    this.rows = [];
    this.last = 0;
    this.wanted = "";
    this.onlyBad = false;
    this.refresh = coalesce(() => this.load());
    const filter = h("input", {
      class: "field",
      type: "search",
      placeholder: "Filter: method, error, text…",
      "aria-label": "Filter",
      on: {
        input: (event) => {
          this.wanted = event.target.value.toLowerCase();
          this.draw();
        },
      },
    });
    const bad = h("input", {
      type: "checkbox",
      on: {
        change: (event) => {
          this.onlyBad = event.target.checked;
          this.draw();
        },
      },
    });
    this.count = h("span", { class: "inspect-count", role: "status" });
    this.list = h("ol", { class: "inspect-list", "aria-label": "Calls and envelopes" });
    this.scroller = h("div", { class: "inspect-scroll", tabindex: "0", role: "group", "aria-label": "Log" }, this.list);
    this.faults = faultPanel(app, () =>
      [...new Set(this.rows.filter((row) => row.kind === "api").map((row) => row.name))].sort(),
    );
    fill(
      this.node,
      h(
        "div",
        { class: "inspect-head" },
        h("h2", {}, "Inspector"),
        this.count,
        h(
          "button",
          {
            type: "button",
            class: "icon-btn",
            "aria-label": "Clear the list",
            title: "Clear",
            on: {
              click: () => {
                this.rows = [];
                this.draw();
              },
            },
          },
          icon("trash", 17),
        ),
        h(
          "button",
          {
            type: "button",
            class: "icon-btn",
            "aria-label": "Close the inspector",
            on: { click: () => this.toggle() },
          },
          icon("close", 17),
        ),
      ),
      this.faults.node,
      h(
        "div",
        { class: "inspect-filter" },
        filter,
        h("label", { class: "mark mark-small" }, bad, h("span", {}, "Refused only")),
      ),
      this.scroller,
    );
    this.node.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && this.toggle(),
    );
  }

  toggle() {
    this.isOpen = !this.isOpen;
    this.node.hidden = !this.isOpen;
    clearInterval(this.timer);
    if (this.isOpen) {
      this.refresh();
      this.faults.draw();
      this.timer = setInterval(() => this.refresh(), 2000); // Calls that change nothing a person sees make no revision.
      this.node.querySelector("input")?.focus();
    } else {
      document.querySelector('[data-focus="inspector"]')?.focus();
    }
    this.app.timebar.draw();
  }

  changed() {
    if (!this.isOpen) return;
    this.refresh();
    this.faults.draw();
  }

  async load() {
    let fresh;
    try {
      fresh = await api.log(this.last);
    } catch {
      return; // The bar says that the sandbox is away.
    }
    if (!fresh.length) return;
    const changed = new Map(fresh.map((row) => [row.n, row]));
    this.last = Math.max(this.last, ...changed.keys());
    this.rows = [...this.rows.filter((row) => !changed.has(row.n)), ...fresh].slice(-KEEP);
    this.draw();
  }

  draw() {
    const shown = this.rows.filter(
      (row) =>
        (!this.onlyBad || row.ok === false) &&
        (!this.wanted || JSON.stringify(row).toLowerCase().includes(this.wanted)),
    );
    this.count.textContent = this.rows.length ? `${shown.length} of ${this.rows.length}` : "";
    const bottom = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 80;
    patch(
      this.list,
      shown.length
        ? shown.map((row) => ({
            key: row.n,
            sig: `${row.ok} ${row.note} ${JSON.stringify(row.response)?.length}`,
            make: () => this.row(row),
          }))
        : [
            {
              key: "none",
              sig: String(this.rows.length > 0),
              make: () =>
                h(
                  "li",
                  { class: "inspect-none" },
                  this.rows.length ? "Nothing matches." : "Nothing yet: press a button, or type a command.",
                ),
            },
          ],
    );
    if (bottom) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  row(row) {
    const [sign, said] = KINDS[row.kind] ?? ["·", row.kind];
    const error = row.ok === false ? (row.response?.error ?? "refused") : null;
    const details = h(
      "details",
      { class: "inspect-details" },
      h(
        "summary",
        {},
        h(
          "span",
          { class: `inspect-kind kind-${row.kind}`, title: said },
          h("span", { "aria-hidden": "true" }, sign),
          h("span", { class: "sr-only" }, said),
        ),
        h("span", { class: "inspect-name" }, row.kind === "response_url" ? "response_url" : row.name),
        row.note && h("span", { class: "inspect-note" }, row.note),
        h(
          "span",
          { class: ["inspect-verdict", error ? "is-bad" : "is-good"] },
          error ?? (row.kind === "api" ? "ok" : ""),
        ),
        h("time", {}, this.time(row.at)),
      ),
    );
    details.addEventListener("toggle", () => {
      if (!details.open || details.children.length > 1) return;
      details.append(
        h(
          "div",
          { class: "inspect-json" },
          part(row.kind === "envelope" ? "Payload" : "Request", row.request),
          part(row.kind === "envelope" ? "Answer" : "Response", row.response),
        ),
      );
    });
    return h("li", { class: error ? "is-bad" : undefined }, details);
  }

  time(at) {
    const { reader } = this.app.timebar;
    return typeof at === "number"
      ? reader.format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" })
      : String(at ?? "");
  }
}

function part(title, value) {
  if (value === null || value === undefined) return null;
  return h("div", {}, h("h3", {}, title), json(value));
}
