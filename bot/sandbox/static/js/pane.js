// One person's Slack: their sidebar, what is open, their modals. The page shows one, or two side by side.
import { api, coalesce, Refused, watch } from "./api.js";
import { Composer } from "./composer.js";
import { Reader } from "./dates.js";
import { Directory } from "./directory.js";
import { announce, fill, h } from "./dom.js";
import { ConversationHead } from "./head.js";
import { Home } from "./home.js";
import { Messages } from "./messages.js";
import { ModalStack } from "./modal.js";
import { plainText, words } from "./mrkdwn.js";
import { ask } from "./popup.js";
import { Sidebar } from "./sidebar.js";

export class Pane {
  constructor(app, index, place) {
    this.app = app;
    this.index = index;
    this.place = { ...place };
    this.lastSeen = new Map(); // Conversation -> newest ts that a screen reader has heard of.
    this.marks = new Map(); // Conversation -> ts of the first message that was unread when it was opened.
    this.sidebar = new Sidebar(this);
    this.head = new ConversationHead(this);
    this.messages = new Messages(this);
    this.home = new Home(this);
    this.composer = new Composer(this);
    this.content = h("div", { class: "content" });
    this.body = h(
      "div",
      { class: "pane-body popup-host" },
      this.sidebar.node,
      h("button", {
        type: "button",
        class: "scrim",
        tabindex: "-1",
        "aria-label": "Close the list of conversations",
        on: { click: () => this.drawer(false) },
      }),
      h("div", { class: "main" }, this.sidebar.strip, this.head.node, this.content, this.composer.node),
    );
    this.modals = new ModalStack(this);
    this.node = h(
      "section",
      { class: `pane pane-${index + 1}`, data: { pane: index + 1 } },
      this.body,
      this.modals.node,
    );
    this.refresh = coalesce(() => this.load(), 40);
    this.follow();
  }

  get as() {
    return this.place.as;
  }

  follow() {
    this.stop?.();
    this.stop = watch(
      this.as,
      () => {
        this.refresh();
        this.app.changed();
      },
      (up) => this.app.connection(up),
    );
  }

  leave() {
    this.stop?.();
    clearTimeout(this.again);
    this.node.remove();
  }

  /** Be somebody else; their own last place, or the app's. */
  be(as, open = {}) {
    if (as !== this.as) {
      this.places ??= new Map();
      this.places.set(this.as, { channel: this.place.channel, tab: this.place.tab });
      const old = this.places.get(as) ?? {};
      this.place = { as, channel: open.channel ?? old.channel, tab: open.tab ?? old.tab };
      this.view = null;
      this.app.closeNews?.(); // Whoever it offered to be: one has chosen.
      for (const layer of this.node.querySelectorAll(".ask-layer"))
        layer.dispatchEvent(new CustomEvent("sandbox:cancel"));
      this.marks.clear();
      this.lastSeen.clear();
      this.modals.forget();
      this.follow();
    } else {
      Object.assign(this.place, open);
    }
    this.wanted = open.kind ? open : null;
    this.opened = null;
    this.app.remember();
    return this.refresh();
  }

  async load() {
    const as = this.as;
    let view;
    try {
      view = await api.view(as);
    } catch (error) {
      if (error instanceof Refused && (error.status === 404 || error.status === 400)) this.app.unknownPerson(this);
      else this.unreachable();
      return;
    }
    if (as !== this.as) return;
    this.view = view;
    this.reader = new Reader(view.me, view.now);
    this.directory = new Directory(this.app.company, view.conversations);
    this.app.tellTime(this, view.now);
    this.settle();
    this.draw();
    this.hear();
    for (const notice of [...this.app.takeNotices(as), ...(view.notices ?? [])])
      this.app.toast(plainText(notice), { person: this.app.panes.length > 1 ? this.directory.name(as) : null });
    await this.markRead();
  }

  /** The sandbox did not answer: what is shown stays, an empty pane says so, and it asks again. */
  unreachable() {
    if (!this.view)
      fill(this.content, h("p", { class: "broken", role: "status" }, "The sandbox does not answer. Asking again…"));
    clearTimeout(this.again);
    this.again = setTimeout(() => this.refresh(), 1500);
  }

  /** Decide what is open, when what was asked for is not there. */
  settle() {
    const { directory } = this;
    if (this.wanted) {
      const found = this.find(this.wanted);
      if (found) Object.assign(this.place, found);
      this.wanted = null;
    }
    if (!directory.conversation(this.place.channel)) {
      this.place.channel = (directory.app ?? this.view.conversations[0])?.id ?? null;
      this.place.tab = null;
    }
    const current = this.current;
    if (directory.isApp(current))
      this.place.tab = this.tabs.includes(this.place.tab)
        ? this.place.tab
        : current.unread > 0
          ? "messages"
          : this.tabs[0];
    else this.place.tab = null;
    this.app.remember();
    const key = `${this.as} ${this.place.channel} ${this.place.tab}`;
    if (this.opened !== key) {
      this.opened = key;
      this.justOpened = true;
      // As a real client does each time one looks.
      if (this.place.tab) api.open(this.as, this.place.tab).catch(() => {});
      if (current?.unread > 0) this.markUnread(current);
    }
  }

  markUnread(conversation) {
    const theirs = conversation.messages.filter((message) => message.user !== this.as);
    const first = theirs[theirs.length - conversation.unread];
    if (first) this.marks.set(conversation.id, first.ts);
  }

  /** The place that a kind means: the app's Home or messages, the newest group DM, a channel. */
  find({ kind, channel }) {
    const { directory, view } = this;
    const app = directory.app?.id;
    if (kind === "home") return { channel: app, tab: "home" };
    if (channel && directory.conversation(channel)) return { channel, tab: channel === app ? "messages" : null };
    if (kind === "im") return { channel: app, tab: "messages" };
    const newest = view.conversations
      .filter((item) => item.kind === kind || (kind === "channel" && item.kind === "private"))
      .sort((a, b) => Number(b.messages.at(-1)?.ts ?? 0) - Number(a.messages.at(-1)?.ts ?? 0))[0];
    return newest ? { channel: newest.id, tab: null } : null;
  }

  /** The tabs that the app has, from its manifest. */
  get tabs() {
    const { home_tab: home = true, messages_tab: messages = true } = this.app.company.app_home ?? {};
    return [home && "home", (messages || !home) && "messages"].filter(Boolean);
  }

  get current() {
    return this.directory?.conversation(this.place.channel) ?? null;
  }

  go(channel, tab = null) {
    this.marks.delete(this.place.channel);
    this.place.channel = channel;
    this.place.tab = tab;
    this.drawer(false);
    if (!this.view) return;
    this.settle();
    this.draw();
    this.markRead();
  }

  async markRead() {
    const current = this.current;
    if (!current || this.place.tab === "home" || !current.unread) return;
    current.unread = 0;
    this.sidebar.draw();
    await api.read(this.as, current.id).catch(() => {});
  }

  draw() {
    const name = this.directory.name(this.as);
    this.node.setAttribute("aria-label", `Slack of ${name}`);
    this.sidebar.draw();
    this.head.draw();
    const home = this.place.tab === "home";
    const shown = home ? this.home : this.messages;
    if (this.content.firstElementChild !== shown.node) fill(this.content, shown.node);
    shown.draw(this.justOpened);
    this.composer.draw();
    this.modals.draw(this.view.modals ?? []);
    this.justOpened = false;
    this.app.titled();
  }

  /** Say new messages to a screen reader, wherever they came. */
  hear() {
    for (const conversation of this.view.conversations) {
      const last = this.lastSeen.get(conversation.id);
      const fresh = conversation.messages.filter(
        (message) => last !== undefined && Number(message.ts) > Number(last) && message.user !== this.as,
      );
      for (const message of fresh.slice(-3))
        announce(
          `${this.directory.name(message.user)} in ${conversation.name}: ${words(message.text, this.context()).slice(0, 300)}`,
        );
      this.lastSeen.set(conversation.id, conversation.messages.at(-1)?.ts ?? "0");
    }
  }

  /** What blocks need to know to be drawn and pressed here. */
  context(extra = {}) {
    return { me: this.view.me, reader: this.reader, directory: this.directory, pane: this, ...extra };
  }

  /** A context whose elements reach the app through `container`. */
  live(container, values, extra = {}) {
    return this.context({
      values,
      suggest: (el, block, query) => api.options(this.as, container(), block.block_id, el.action_id, query),
      press: (el, block, value, node) => this.press(container, el, block, value, node, extra.typed),
      ...extra,
    });
  }

  async press(container, el, block, value, node, typed) {
    if (el.confirm && !(await this.confirm(el.confirm))) return false;
    node?.setAttribute("aria-busy", "true");
    try {
      await api.press(this.as, container(), block.block_id, el.action_id, value, typed?.());
      return true;
    } catch (error) {
      this.app.toast(error instanceof Refused ? error.message : "The sandbox does not answer. Is it still running?");
      return false;
    } finally {
      node?.removeAttribute("aria-busy");
      this.refresh();
    }
  }

  confirm(object) {
    return ask(this.modals.isOpen ? this.modals.node : this.node, {
      role: "alertdialog",
      title: plainText(object.title),
      confirm: plainText(object.confirm),
      deny: plainText(object.deny),
      danger: object.style === "danger",
      body: h("div", { class: "mrkdwn" }, ...this.wordsOf(object.text)),
    });
  }

  wordsOf(object) {
    return this.app.text(object, this.context());
  }

  /** A modal lies over this person's Slack; being somebody else stays possible, for that is no part of Slack. */
  cover(on) {
    for (const node of [this.sidebar.scroll, this.head.node, this.content, this.composer.node]) node.inert = on;
    this.node.classList.toggle("is-covered", on);
  }

  drawer(open) {
    this.node.classList.toggle("drawer-open", open);
    if (open) this.sidebar.node.querySelector("button")?.focus();
  }
}
