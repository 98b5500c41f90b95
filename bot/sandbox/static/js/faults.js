// Faults on request: what a network, or Slack, may do to the bot on a bad day.
import { api } from "./api.js";
import { fill, h, uid } from "./dom.js";

const FAULTS = [
  ["lost_reply_after", "The reply is lost, after it was done"],
  ["lost_reply_before", "The connection breaks, before anything was done"],
  ["500_after", "500, after it was done"],
  ["500_before", "500, before anything was done"],
  ["429", "429: too many calls"],
  ["html", "HTML instead of JSON, nothing was done"],
  ["html_after", "HTML instead of JSON, after it was done"],
  ["slow", "Slow"],
  ["refused", "Nobody listens, for some seconds"],
  ["hold", "Done, and the reply is held back"],
];
const LINES = [
  ["warning", "Warning, then refresh"],
  ["refresh_requested", "Refresh requested"],
  ["link_disabled", "Socket Mode switched off"],
  ["deaf", "Goes deaf"],
  ["drop", "Drops"],
];
const METHODS = [
  "chat.postMessage",
  "chat.postEphemeral",
  "chat.update",
  "chat.delete",
  "conversations.open",
  "conversations.info",
  "users.info",
  "views.open",
  "views.push",
  "views.update",
  "views.publish",
  "auth.test",
  "apps.connections.open",
];

/** The foldable panel in the inspector. `methods()` are those the bot has called. */
export function faultPanel(app, methods) {
  const ids = {
    method: uid("fault"),
    list: uid("methods"),
    fault: uid("fault"),
    times: uid("fault"),
    number: uid("fault"),
    line: uid("fault"),
  };
  const known = h("datalist", { id: ids.list });
  const method = h("input", {
    class: "field",
    id: ids.method,
    value: "chat.postMessage",
    list: ids.list,
    spellcheck: "false",
  });
  const fault = choose(ids.fault, FAULTS);
  const times = h("input", { class: "field", id: ids.times, type: "number", min: 1, max: 99, value: 1 });
  const number = h("input", { class: "field", id: ids.number, type: "number", min: 0, value: 4 });
  const numberBox = h("div", { class: "fault-field" }, h("label", { for: ids.number }, "Seconds"), number);
  const line = choose(ids.line, LINES);
  const active = h("ul", { class: "fault-active" });
  const tell = (promise, said) =>
    promise
      .then(() => {
        if (said) app.toast(said, { kind: "done" });
        return app.loadCompany();
      })
      .catch((error) => app.toast(error.message));
  const second = () => {
    numberBox.hidden = !["slow", "429", "refused"].includes(fault.value);
  };
  fault.addEventListener("change", second);
  second();

  const add = () =>
    tell(
      api.fault({
        method: method.value.trim(),
        fault: fault.value,
        times: Number(times.value) || 1,
        ...(fault.value === "429" ? { retry_after: Number(number.value) } : {}),
        ...(["slow", "refused"].includes(fault.value) ? { seconds: Number(number.value) } : {}),
      }),
    );
  const node = h(
    "details",
    { class: "faults" },
    h("summary", {}, "Make something go wrong"),
    h(
      "form",
      {
        class: "fault-form",
        on: {
          submit: (event) => {
            event.preventDefault();
            add();
          },
        },
      },
      known,
      h("div", { class: "fault-field fault-wide" }, h("label", { for: ids.method }, "When the bot calls"), method),
      h("div", { class: "fault-field fault-wide" }, h("label", { for: ids.fault }, "this happens"), fault),
      h("div", { class: "fault-field" }, h("label", { for: ids.times }, "Times"), times),
      numberBox,
      h("button", { type: "submit", class: "btn btn-small btn-primary" }, "Set"),
    ),
    active,
    h(
      "div",
      { class: "fault-row" },
      button("Release what is held", () => tell(api.releaseHeld(), "Released.")),
      button("Hold back acks", () => tell(api.fault({ hold_acks: true }), "Acks are held back until released.")),
      button("Clear all", () => tell(api.clearFaults(), "No faults any more.")),
    ),
    h(
      "div",
      { class: "fault-row" },
      h("label", { for: ids.line }, "The socket"),
      line,
      button("Do it", () => tell(api.disconnect(line.value))),
    ),
  );
  const person = h("select", { class: "field", "aria-label": "Person" });
  const leave = button("", () => {
    const chosen = app.company.people.find((item) => item.id === person.value);
    tell(
      api.user(chosen.id, { deleted: !chosen.deleted }),
      `${chosen.real_name} is ${chosen.deleted ? "back" : "deactivated"}.`,
    );
  });
  const name = () => {
    leave.textContent = app.company.people.find((item) => item.id === person.value)?.deleted
      ? "Bring back"
      : "Deactivate";
  };
  person.addEventListener("change", name);
  node.append(h("div", { class: "fault-row" }, h("span", {}, "A person"), person, leave));
  return {
    node,
    draw() {
      const kept = person.value;
      fill(
        person,
        app.company.people
          .filter((item) => !item.is_bot)
          .map((item) =>
            h("option", { value: item.id }, item.deleted ? `${item.real_name} (deactivated)` : item.real_name),
          ),
      );
      if (kept) person.value = kept;
      name();
      fill(
        known,
        [...new Set([...methods(), ...METHODS])].map((name) => h("option", { value: name })),
      );
      const faults = app.company.faults ?? [];
      fill(
        active,
        faults.map((item) =>
          h(
            "li",
            {},
            h("strong", {}, item.method ?? "acks"),
            ` ${FAULTS.find(([key]) => key === item.fault)?.[1] ?? item.fault ?? "held back"}`,
            item.times ? ` × ${item.times}` : "",
          ),
        ),
      );
      active.hidden = !faults.length;
    },
  };
}

function choose(id, options) {
  return h(
    "select",
    { class: "field", id },
    options.map(([value, label]) => h("option", { value }, label)),
  );
}

function button(label, run) {
  return h("button", { type: "button", class: "btn btn-small", on: { click: run } }, label);
}
