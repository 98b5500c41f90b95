// The page as a whole: who is shown, what the sandbox says about the bot and the time, and the tools around.
import { api, coalesce } from "./api.js";
import { announce, h, tabbable } from "./dom.js";
import { Guide } from "./guide.js";
import { Inspector } from "./inspector.js";
import { text } from "./mrkdwn.js";
import { newsSince } from "./news.js";
import { Pane } from "./pane.js";
import { readRoute, writeRoute } from "./route.js";
import { Timebar } from "./timebar.js";
import { toast } from "./toasts.js";

const LOOK = 3000; // Milliseconds between two looks at the bot's state while all is well,
const LOOK_SOON = 500; // and while it is away.
const TICK = 150; // Milliseconds between two looks at the clock while time moves.
const CALM = 250; // Milliseconds between two looks at what is not urgent, while changes come thick.

export class App {
  constructor() {
    this.panes = [];
    this.news = new Map();
    this.notices = new Map();
    this.text = text;
    this.toast = toast;
    this.host = document.getElementById("panes");
    this.refreshCompany = coalesce(() => this.loadCompany(), CALM);
  }

  async start() {
    this.company = await api.people();
    this.timebar = new Timebar(this);
    this.inspector = new Inspector(this);
    this.guide = new Guide(this);
    this.show(readRoute());
    window.addEventListener("hashchange", () => this.show(readRoute()));
    document.addEventListener("keydown", (event) => this.keys(event));
    await Promise.all([this.guide.refresh(), ...this.panes.map((pane) => pane.refresh())]);
    this.timebar.draw();
    this.keepLooking();
  }

  /** A bot that connects, or dies, changes nothing that a person sees: so the page asks now and then. */
  keepLooking() {
    const settled = this.company.bot.connected && this.up;
    setTimeout(
      async () => {
        if (!document.hidden) await this.refreshCompany();
        this.keepLooking();
      },
      settled ? LOOK : LOOK_SOON,
    );
  }

  async loadCompany() {
    try {
      this.company = await api.people();
      this.connection(true);
    } catch {
      this.connection(false);
      return;
    }
    this.timebar.draw();
    this.inspector.changed();
    await this.guide.refresh();
  }

  /** Something happened in the sandbox. */
  changed() {
    this.refreshCompany();
  }

  connection(up) {
    if (this.up === up) return;
    this.up = up;
    document.body.classList.toggle("is-offline", !up);
    this.timebar?.draw();
  }

  get firstPerson() {
    return this.company.people.find((person) => !person.is_bot && !person.deleted) ?? this.company.people[0];
  }

  /** Show the people of these places; a pane that is there already is kept. */
  show(places) {
    const known = places.filter((place) => this.company.people.some((person) => person.id === place.as)).slice(0, 2);
    if (!known.length) known.push({ as: this.firstPerson.id });
    known.forEach((place, index) => {
      const pane = this.panes[index];
      if (!pane) this.add(place);
      else if (pane.as !== place.as || pane.place.channel !== place.channel || pane.place.tab !== place.tab)
        pane.be(place.as, { channel: place.channel, tab: place.tab });
    });
    while (this.panes.length > known.length) this.panes.pop().leave();
    this.arranged();
  }

  add(place) {
    const pane = new Pane(this, this.panes.length, place);
    this.panes.push(pane);
    this.host.append(pane.node);
    return pane;
  }

  arranged() {
    this.host.classList.toggle("is-split", this.panes.length > 1);
    this.remember();
    this.timebar.draw();
  }

  /** Side by side, or one alone. */
  split(as = null) {
    if (this.panes.length > 1 && !as) {
      this.panes.pop().leave();
    } else if (this.panes.length === 1) {
      const other =
        as ??
        this.company.people.find((person) => !person.is_bot && !person.deleted && person.id !== this.panes[0].as)?.id;
      this.add({ as: other }).refresh();
    }
    this.arranged();
  }

  remember() {
    writeRoute(this.panes.map((pane) => pane.place));
  }

  titled() {
    const pane = this.panes[0];
    if (!pane?.view) return;
    const unread = pane.view.conversations.reduce((sum, item) => sum + item.unread, 0);
    document.title = `${unread ? `(${unread}) ` : ""}${pane.directory.name(pane.as)} – ${this.company.team.name}`;
  }

  /** One cannot be somebody who has been deactivated, or who is not there. */
  unknownPerson(pane) {
    const person = this.company.people.find((item) => item.id === pane.as);
    toast(`${person?.real_name ?? pane.as} cannot log in.`);
    if (pane.as !== this.firstPerson.id) pane.be(this.firstPerson.id);
  }

  takeNotices(as) {
    const kept = this.notices.get(as) ?? [];
    this.notices.delete(as);
    return kept;
  }

  tellTime(pane, now) {
    this.news.delete(pane.as);
    this.company.now = now;
    this.timebar.tick();
  }

  /** Move the clock, then say who has got something. */
  async move(how, words) {
    if (this.moving) return;
    const since = this.company.now;
    this.moving = words;
    this.timebar.draw();
    const ticking = setInterval(() => this.lookAtClock(), TICK);
    try {
      const answer = await api.time(how);
      this.company.now = answer.now;
      await Promise.all(this.panes.map((pane) => pane.refresh()));
      await this.tellNews(since, answer, how);
    } catch (error) {
      toast(error.message);
    } finally {
      clearInterval(ticking);
      this.moving = null;
      this.timebar.draw();
      this.timebar.focusBack();
    }
  }

  /** While time moves: show where it is, and whether the bot is there to follow. */
  async lookAtClock() {
    const company = await api.people().catch(() => null);
    if (!company || !this.moving) return;
    this.company = company;
    this.timebar.draw();
  }

  async tellNews(since, answer, how) {
    if (!answer.new_messages) {
      announce("Nothing happened.");
      if (how.until) toast("Nothing happened in all that time.", { kind: "done" });
      return;
    }
    const people = this.company.people.filter((person) => !person.is_bot && !person.deleted);
    const keep = (id, notices) => this.notices.set(id, [...(this.notices.get(id) ?? []), ...notices]);
    const news = await newsSince(since, people, keep);
    const shown = new Set(this.panes.map((pane) => pane.as));
    for (const [id, count] of news) if (!shown.has(id)) this.news.set(id, (this.news.get(id) ?? 0) + count);
    const others = [...news].filter(([id]) => !shown.has(id)).sort((a, b) => b[1] - a[1]);
    if (!others.length) return;
    const name = (id) => people.find((person) => person.id === id);
    const known = others.slice(0, 3);
    this.closeNews?.();
    this.closeNews = toast(
      `New for ${others.length === 1 ? name(others[0][0]).real_name : `${others.length} other people`}.`,
      {
        kind: "news",
        actions: known.map(([id, count]) => ({
          label: `Be ${name(id).real_name.split(" ")[0]} (${count})`,
          run: () => this.panes[0].be(id),
        })),
      },
    );
  }

  /** F6 walks between the parts of the page, as in Slack; Ctrl+K finds a person. */
  keys(event) {
    if (event.key === "F6") {
      const parts = [
        document.getElementById("timebar"),
        ...document.querySelectorAll(
          "#guide:not([hidden]), .sidebar, .main, .modal-layer:not([hidden]), #inspector:not([hidden])",
        ),
      ].filter((node) => node.getClientRects().length && !node.closest("[inert]"));
      const at = parts.findIndex((node) => node.contains(document.activeElement));
      const next = parts[(at + (event.shiftKey ? -1 : 1) + parts.length) % parts.length];
      const all = next ? tabbable(next) : [];
      (
        all.find((node) =>
          node.matches('[aria-current="page"], .composer-input, .modal-body input, .modal-body textarea'),
        ) ?? all[0]
      )?.focus();
      event.preventDefault();
    } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const pane = this.panes.find((item) => item.node.contains(document.activeElement)) ?? this.panes[0];
      if (!pane.modals.isOpen) pane.sidebar.choose();
    }
  }
}

/** What stands on the page when the sandbox cannot be reached at all. */
export function broken(error) {
  const host = document.getElementById("panes");
  host.replaceChildren(
    h(
      "div",
      { class: "broken", role: "alert" },
      h("h1", {}, "The sandbox does not answer"),
      h("p", {}, error.message),
      h("button", { type: "button", class: "btn btn-primary", on: { click: () => location.reload() } }, "Try again"),
    ),
  );
}
