// The left side of one person's Slack: who one is, channels, direct messages, the app.
import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { fill, h, icon, patch } from "./dom.js";
import { openPeople, pickPeople } from "./people.js";

export class Sidebar {
  constructor(pane) {
    this.pane = pane;
    this.team = h("div", { class: "side-team" });
    this.who = h("button", {
      type: "button",
      class: "who",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      on: { click: () => this.choose() },
    });
    // In a narrow pane the list of conversations is a drawer: then who one is stands over everything.
    this.strip = h(
      "div",
      { class: "strip" },
      h(
        "button",
        { type: "button", class: "icon-btn", "aria-label": "Conversations", on: { click: () => pane.drawer(true) } },
        icon("menu"),
        (this.dot = h("span", { class: "strip-dot", hidden: true })),
      ),
      (this.stripWho = h("button", {
        type: "button",
        class: "strip-who",
        "aria-haspopup": "dialog",
        "aria-expanded": "false",
        on: { click: () => this.choose() },
      })),
    );
    this.lists = { channels: h("ul"), direct: h("ul"), apps: h("ul") };
    this.node = h(
      "nav",
      { class: "sidebar", "aria-label": "Conversations" },
      this.who,
      (this.scroll = h(
        "div",
        { class: "side-scroll" },
        section("Channels", this.lists.channels),
        section(
          "Direct messages",
          this.lists.direct,
          h(
            "button",
            {
              type: "button",
              class: "side-add",
              "aria-label": "New direct message",
              on: { click: () => this.newMessage() },
            },
            icon("plus", 15),
          ),
        ),
        section("Apps", this.lists.apps),
      )),
    );
    this.node.addEventListener("keydown", (event) => this.arrows(event));
  }

  draw() {
    const { pane } = this;
    const { me, conversations } = pane.view;
    const title = me.title || (me.is_restricted ? "Guest" : "");
    const sig = JSON.stringify([me, pane.reader.time(pane.view.now)]);
    if (sig !== this.sig) {
      this.sig = sig;
      const clock = `${pane.reader.time(pane.view.now)} ${city(me.tz)}`;
      for (const button of [this.who, this.stripWho])
        button.setAttribute(
          "aria-label",
          `You are ${[me.real_name, title, clock].filter(Boolean).join(", ")}. Be somebody else`,
        );
      fill(
        this.who,
        avatar(me, 36),
        h(
          "span",
          { class: "who-words" },
          h("span", { class: "who-you" }, "You are "),
          h("span", { class: "who-name" }, me.real_name),
          title && h("span", { class: "who-title" }, title),
          h("span", { class: "who-title" }, clock),
        ),
        icon("chevron"),
      );
      fill(
        this.stripWho,
        avatar(me, 24),
        h("span", { class: "who-name" }, me.real_name),
        h("span", { class: "who-title" }, [clock, title].filter(Boolean).join(" · ")),
        icon("chevron", 16),
      );
    }
    const byTime = (a, b) => Number(b.messages.at(-1)?.ts ?? 0) - Number(a.messages.at(-1)?.ts ?? 0);
    const isApp = (item) => pane.directory.isApp(item);
    this.list(
      "channels",
      conversations
        .filter((item) => item.kind === "channel" || item.kind === "private")
        .sort((a, b) => a.name.localeCompare(b.name)),
    );
    this.list(
      "direct",
      conversations.filter((item) => (item.kind === "im" && !isApp(item)) || item.kind === "mpim").sort(byTime),
    );
    this.list("apps", conversations.filter(isApp));
    const elsewhere = conversations
      .filter((item) => item.id !== pane.place.channel)
      .reduce((sum, item) => sum + item.unread, 0);
    this.dot.hidden = !elsewhere;
    this.lists.direct.parentElement.classList.toggle("is-empty", !this.lists.direct.children.length);
  }

  list(name, items) {
    const { pane } = this;
    patch(
      this.lists[name],
      items.map((item) => {
        const selected = item.id === pane.place.channel;
        return {
          key: item.id,
          sig: JSON.stringify([item.name, item.unread, selected, item.kind, item.is_archived, item.members.length]),
          make: () => this.entry(item, selected),
        };
      }),
    );
  }

  entry(item, selected) {
    const label = nameOf(item, this.pane);
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: ["side-item", item.unread > 0 && "is-unread", item.is_archived && "is-archived"],
          "aria-current": selected ? "page" : undefined,
          "aria-label": item.unread > 0 ? `${label}, ${item.unread} unread` : label,
          data: { conversation: item.id, focus: item.id },
          on: {
            click: (event) => {
              this.pane.go(item.id);
              if (event.detail) this.pane.composer.focus();
            },
          },
        },
        this.picture(item),
        h("span", { class: "side-name" }, label),
        item.unread > 0 && h("span", { class: "badge" }, item.unread),
      ),
    );
  }

  picture(item) {
    const { directory, as } = this.pane;
    if (item.kind === "private") return icon("lock", 16);
    if (item.kind === "channel") return icon("hash", 16);
    const other = item.members.filter((id) => id !== as);
    if (item.kind === "mpim")
      return h("span", { class: "side-count", "aria-hidden": "true", data: { initials: other.length } });
    return avatar(directory.person(other[0]) ?? directory.person(as), 20);
  }

  arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("side-item")) return;
    const all = [...this.node.querySelectorAll(".side-item")];
    all[all.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  }

  choose() {
    openPeople(
      this.who.getClientRects().length && getComputedStyle(this.node).visibility === "visible"
        ? this.who
        : this.stripWho,
      this.pane.app,
      {
        current: this.pane.as,
        onPick: (id) => {
          this.pane.be(id);
          this.pane.drawer(false);
        },
      },
    );
  }

  async newMessage() {
    const { pane } = this;
    const chosen = await pickPeople(pane, {
      title: "New message",
      hint: "To one person, or to several at once.",
      confirm: "Go",
    });
    if (!chosen?.length) return;
    const answer = await api.dm(pane.as, chosen);
    await pane.refresh();
    const id = answer?.channel?.id ?? answer?.channel ?? answer?.id ?? this.sameMembers(chosen);
    if (id) pane.go(id);
    pane.composer.focus();
  }

  sameMembers(people) {
    const wanted = [...people, this.pane.as].sort().join();
    return this.pane.view.conversations.find(
      (item) => ["im", "mpim"].includes(item.kind) && [...item.members].sort().join() === wanted,
    )?.id;
  }
}

/** How a conversation is called in lists and heads. */
export function nameOf(item, pane) {
  if (pane.directory.isApp(item)) return pane.directory.bot.name;
  return (
    item.name ||
    item.members
      .filter((id) => id !== pane.as)
      .map((id) => pane.directory.name(id))
      .join(", ") ||
    "You"
  );
}

/** "London" of "Europe/London". */
export function city(tz) {
  return (tz ?? "UTC").split("/").at(-1).replace(/_/g, " ");
}

function section(title, list, extra) {
  return h(
    "div",
    { class: "side-section" },
    h("div", { class: "side-title" }, h("h2", {}, title), extra),
    Object.assign(list, { className: "side-list" }),
  );
}
