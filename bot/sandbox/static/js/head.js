// What stands over a conversation: its name, its people, the app's two tabs.
import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { fill, h, icon } from "./dom.js";
import { ask, menu } from "./popup.js";
import { nameOf } from "./sidebar.js";

export class ConversationHead {
  constructor(pane) {
    this.pane = pane;
    this.node = h("header", { class: "head" });
  }

  draw() {
    const { pane } = this;
    const current = pane.current;
    const sig = JSON.stringify([
      current?.id,
      current?.name,
      current?.members,
      current?.is_archived,
      current?.read_only,
      current?.unread > 0 && pane.place.tab === "home",
      pane.place.tab,
    ]);
    if (sig === this.sig) return;
    this.sig = sig;
    const had = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    fill(this.node, current ? this.words(current) : h("h1", { class: "head-name" }, "Nothing open"));
    if (had) this.node.querySelector(`[data-focus="${had}"]`)?.focus();
  }

  words(current) {
    const { pane } = this;
    const { directory } = pane;
    const name = nameOf(current, pane);
    if (directory.isApp(current)) {
      return [
        h("h1", { class: "head-name" }, avatar(directory.bot, 24), h("span", { class: "head-words" }, name)),
        h("span", { class: "app-badge" }, "App"),
        this.tabs(current),
      ];
    }
    const people = current.members.filter((id) => !directory.person(id)?.deleted);
    return [
      h(
        "h1",
        { class: "head-name" },
        current.kind === "channel" ? icon("hash") : current.kind === "private" ? icon("lock") : null,
        h("span", { class: "head-words" }, name),
      ),
      h(
        "button",
        {
          type: "button",
          class: "head-people",
          data: { focus: "people" },
          "aria-label": `${people.length} members of ${name}`,
          on: { click: () => this.members(name, people) },
        },
        people.slice(0, 3).map((id) => avatar(directory.person(id), 20)),
        h("span", {}, people.length),
      ),
      ["channel", "private"].includes(current.kind) && this.more(current, name),
    ];
  }

  tabs(current) {
    const { pane } = this;
    const tab = (key, label, extra) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: "tab",
          "aria-selected": String(pane.place.tab === key),
          tabindex: pane.place.tab === key ? "0" : "-1",
          data: { focus: `tab-${key}` },
          on: {
            click: () => pane.go(current.id, key),
            keydown: (event) => {
              if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
              pane.go(current.id, pane.tabs.find((other) => other !== key) ?? key);
              this.node.querySelector('[aria-selected="true"]')?.focus();
            },
          },
        },
        label,
        extra,
      );
    const unread = pane.place.tab === "home" && current.unread > 0;
    return h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": pane.directory.bot.name },
      pane.tabs.includes("home") && tab("home", "Home"),
      pane.tabs.includes("messages") &&
        tab(
          "messages",
          "Messages",
          unread && h("span", { class: "tab-dot", role: "img", "aria-label": "new messages" }),
        ),
    );
  }

  members(name, people) {
    const { pane } = this;
    ask(pane.node, {
      title: `In ${name}`,
      confirm: "Close",
      deny: null,
      body: h(
        "ul",
        { class: "member-list" },
        people.map((id) =>
          h(
            "li",
            {},
            avatar(pane.directory.person(id), 28),
            h(
              "span",
              {},
              h("strong", {}, pane.directory.name(id)),
              h("small", {}, pane.directory.person(id)?.is_bot ? "App" : (pane.directory.person(id)?.title ?? "")),
            ),
          ),
        ),
      ),
    });
  }

  more(current, name) {
    const { pane } = this;
    const bot = pane.directory.bot;
    const inside = current.members.includes(bot.id);
    const act = (promise) => promise.then(() => pane.refresh()).catch((error) => pane.app.toast(error.message));
    const button = h(
      "button",
      {
        type: "button",
        class: "icon-btn",
        data: { focus: "more" },
        "aria-label": `More about ${name}`,
        "aria-haspopup": "menu",
        "aria-expanded": "false",
      },
      icon("dots"),
    );
    button.addEventListener("click", () =>
      menu(
        button,
        [
          inside
            ? {
                label: `Remove ${bot.name}`,
                description: "As /kick does",
                run: () => act(api.kick(pane.as, current.id)),
              }
            : {
                label: `Add ${bot.name}`,
                description: `As /invite @${bot.name} does`,
                run: () => act(api.invite(pane.as, current.id)),
              },
          { separator: true },
          { heading: "As the workspace’s admin" },
          {
            label: current.read_only ? "Let everybody write here" : "Make it read-only",
            run: () => act(api.channel(current.id, { read_only: !current.read_only })),
          },
          {
            label: current.is_archived ? "Bring it back from the archive" : "Archive it",
            danger: !current.is_archived,
            run: () => act(api.channel(current.id, { is_archived: !current.is_archived })),
          },
        ],
        { label: `More about ${name}` },
      ),
    );
    return button;
  }
}
