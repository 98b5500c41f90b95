// The guide: what to do next, one click each. Its steps come from the sandbox; here they are only shown and pressed.
import { api, coalesce, Refused } from "./api.js";
import { announce, fill, h, icon } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { ask } from "./popup.js";

export class Guide {
  constructor(app) {
    this.app = app;
    this.node = document.getElementById("guide");
    this.exists = null;
    this.isOpen = !matchMedia("(max-width: 760px)").matches;
    try {
      const kept = sessionStorage.getItem("sandbox.guide");
      if (kept) this.isOpen = kept === "open";
    } catch {
      // Then it opens as it likes.
    }
    this.refresh = coalesce(() => this.load());
  }

  async load() {
    if (this.exists === false || this.app.company.guide === false) return;
    try {
      const state = await api.guide();
      if (this.state && this.state.run !== state.run) {
        startOver();
        return;
      }
      this.state = state;
      if (!this.exists) {
        this.exists = true;
        this.app.timebar.draw();
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 404) this.exists = false;
      return;
    }
    this.draw();
  }

  toggle() {
    this.isOpen = !this.isOpen;
    try {
      sessionStorage.setItem("sandbox.guide", this.isOpen ? "open" : "closed");
    } catch {
      // Kept for this page only.
    }
    this.draw();
    this.app.timebar.draw();
  }

  draw() {
    this.node.hidden = !this.exists || !this.isOpen;
    if (!this.state) return;
    const sig = JSON.stringify([
      this.state,
      this.busy,
      this.isOpen,
      this.app.moving !== null && Boolean(this.app.moving),
    ]);
    if (sig === this.sig) return;
    const { steps } = this.state;
    const before = this.done;
    this.done = steps.filter((step) => step.done).map((step) => step.id);
    this.sig = sig;
    const had = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const scroll = this.list?.scrollTop ?? 0;
    this.list = h(
      "ol",
      { class: "guide-steps" },
      steps.map((step, index) => this.step(step, index, before && step.done && !before.includes(step.id))),
    );
    fill(
      this.node,
      h(
        "div",
        { class: "guide-head" },
        h("h2", {}, this.state.title),
        h(
          "button",
          { type: "button", class: "icon-btn", "aria-label": "Close the guide", on: { click: () => this.toggle() } },
          icon("close", 17),
        ),
      ),
      h(
        "div",
        {
          class: "guide-progress",
          role: "progressbar",
          "aria-label": "Progress",
          "aria-valuemin": 0,
          "aria-valuemax": steps.length,
          "aria-valuenow": this.done.length,
        },
        steps.map((step) => h("span", { class: step.done ? "is-done" : step.current ? "is-current" : undefined })),
      ),
      this.state.intro && h("p", { class: "guide-intro" }, mrkdwn(this.state.intro, this.context())),
      this.list,
      this.state.scratch &&
        h(
          "div",
          { class: "guide-foot" },
          h(
            "button",
            {
              type: "button",
              class: "btn btn-small",
              disabled: this.busy,
              data: { focus: "scratch" },
              on: { click: () => this.scratch() },
            },
            this.state.scratch.label,
          ),
        ),
    );
    this.list.scrollTop = scroll;
    const current = steps.find((step) => step.current);
    if (this.currentId !== current?.id) {
      this.currentId = current?.id;
      this.list.querySelector('[aria-current="step"]')?.scrollIntoView({ block: "nearest" });
      if (before && current) announce(`Next: ${current.text}`);
    }
    if (had) this.node.querySelector(`[data-focus="${had}"]`)?.focus();
  }

  context() {
    const pane = this.app.panes[0];
    return pane?.view
      ? pane.context()
      : { reader: this.app.timebar.reader, directory: { person: () => null, channelName: () => null } };
  }

  step(step, index, justDone) {
    const busy = this.busy === step.id;
    return h(
      "li",
      {
        class: ["guide-step", step.done && "is-done", step.current && "is-current", justDone && "just-done"],
        "aria-current": step.current ? "step" : undefined,
        data: { step: step.id },
      },
      h(
        "span",
        { class: "guide-tick", role: "img", "aria-label": step.done ? "Done" : `Step ${index + 1}` },
        step.done ? icon("check", 14) : index + 1,
      ),
      h(
        "div",
        { class: "guide-words" },
        h("div", {}, mrkdwn(step.text, this.context())),
        step.action &&
          step.current &&
          h(
            "button",
            {
              type: "button",
              class: ["btn", "btn-small", step.current && "btn-primary"],
              disabled: Boolean(this.busy),
              "aria-busy": busy ? "true" : undefined,
              data: { focus: step.id },
              on: { click: () => this.act(step.id) },
            },
            h("span", { class: "btn-words" }, step.action.label),
          ),
      ),
    );
  }

  async act(id) {
    if (this.busy) return;
    const step = this.state.steps.find((item) => item.id === id);
    this.busy = id;
    this.draw();
    try {
      const answer = await api.act(id);
      const where = answer?.be ? answer : { be: step?.who, open: step?.where };
      if (where.be) await this.follow(where);
    } catch (error) {
      this.app.toast(error.message);
    } finally {
      this.busy = null;
      await this.refresh();
      this.draw();
      await this.app.loadCompany();
    }
  }

  /** Go where the guide sends one: if that person is shown already, in their own pane. */
  async follow({ be, open }) {
    const pane = this.app.panes.find((item) => item.as === be) ?? this.app.panes[0];
    await pane.be(be, open ? { kind: open.kind, channel: open.channel ?? undefined } : {});
    if (matchMedia("(max-width: 760px)").matches && this.isOpen) this.toggle();
  }

  async scratch() {
    const yes = await ask(document.body, {
      title: this.state.scratch.label,
      confirm: this.state.scratch.label,
      deny: "Not now",
      body: h("p", {}, "Everything that has happened here is left behind, and an empty company begins its first day."),
    });
    if (yes) await this.act("scratch");
  }
}

/** Another company has opened at this address: nothing that this page remembers is true any more. */
function startOver() {
  history.replaceState(null, "", location.pathname);
  location.reload();
}
