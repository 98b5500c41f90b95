// The messages of the open conversation.
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { h, icon, patch } from "./dom.js";
import { isoDay } from "./dates.js";
import { mrkdwn } from "./mrkdwn.js";
import { nameOf } from "./sidebar.js";
import { Values } from "./values.js";

const TOGETHER = 5 * 60; // Seconds within which one's messages stand under one name.

export class Messages {
  constructor(pane) {
    this.pane = pane;
    this.list = h("div", { class: "message-list" });
    this.scroller = h(
      "div",
      { class: "scroller", role: "log", "aria-live": "off", tabindex: "0", on: { scroll: () => this.scrolled() } },
      h("div", { class: "filler" }),
      this.list,
    );
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.bottom(true) } },
      icon("down", 15),
      "New messages",
    );
    this.node = h("div", { class: "messages" }, this.scroller, this.jump);
    this.values = new Map();
  }

  draw(opened) {
    const { pane } = this;
    const current = pane.current;
    if (!current) return;
    const stick = opened || this.near();
    const count = this.list.querySelectorAll("article").length;
    this.scroller.setAttribute("aria-label", `Messages in ${nameOf(current, pane)}`);
    this.scroller.dataset.conversation = current.id;
    patch(this.list, this.items(current));
    if (stick) this.bottom();
    else if (this.list.querySelectorAll("article").length > count) this.jump.hidden = false;
    if (opened) this.jump.hidden = true;
  }

  items(current) {
    const { pane } = this;
    const { reader } = pane;
    const items = [this.start(current)];
    const mark = pane.marks.get(current.id);
    let before = null;
    for (const message of current.messages) {
      if (message.deleted) continue;
      const epoch = Number(message.ts);
      const day = isoDay(epoch, reader.tz);
      const newDay = !before || day !== isoDay(Number(before.ts), reader.tz);
      if (newDay)
        items.push({
          key: `day ${current.id} ${day}`,
          sig: reader.day(epoch),
          make: () =>
            h(
              "div",
              { class: "day", role: "separator", "aria-label": reader.day(epoch) },
              h("span", {}, reader.day(epoch)),
            ),
        });
      if (message.ts === mark)
        items.push({
          key: `new ${current.id}`,
          sig: "new",
          make: () => h("div", { class: "new-line", role: "separator", "aria-label": "New" }, h("span", {}, "New")),
        });
      const joined =
        !newDay &&
        message.ts !== mark &&
        before.user === message.user &&
        before.ephemeral === message.ephemeral &&
        epoch - Number(before.ts) < TOGETHER;
      items.push({
        key: `${current.id} ${message.ts}`,
        sig: JSON.stringify([
          { ...message, state: null },
          joined,
          reader.tz,
          reader.locale,
          isoDay(reader.now, reader.tz),
        ]),
        make: () => this.message(current, message, joined),
      });
      before = message;
    }
    return items;
  }

  start(current) {
    const { pane } = this;
    const name = nameOf(current, pane);
    const isApp = pane.directory.isApp(current);
    return {
      key: `start ${current.id}`,
      sig: `${name} ${current.messages.length === 0}`,
      make: () =>
        h(
          "div",
          { class: "start" },
          current.kind === "im"
            ? avatar(pane.directory.person(current.members.find((id) => id !== pane.as)), 48)
            : h(
                "span",
                { class: "start-sign", "aria-hidden": "true" },
                icon(current.kind === "private" ? "lock" : current.kind === "mpim" ? "people" : "hash", 24),
              ),
          h("h2", {}, name),
          h(
            "p",
            {},
            isApp
              ? `This is where ${name} writes to you. Nobody else sees it.`
              : current.kind === "im"
                ? `This is between you and ${name}.`
                : current.kind === "mpim"
                  ? `The beginning of your group with ${name}.`
                  : `The beginning of #${name}.`,
          ),
        ),
    };
  }

  message(current, message, joined) {
    const { pane } = this;
    const { directory, reader } = pane;
    const epoch = Number(message.ts);
    const person = directory.person(message.user);
    const name = directory.name(message.user);
    const key = `${current.id} ${message.ts}`;
    if (!this.values.has(key)) this.values.set(key, new Values());
    // What this person chose in it before, also on another day or after a reload.
    const kept = message.state?.values ?? {};
    const ctx = pane.live(
      () => ({
        type: "message",
        channel: current.id,
        ts: message.ts,
        ...(message.ephemeral ? { is_ephemeral: true } : {}),
      }),
      this.values.get(key).over(kept),
      { surface: "message" },
    );
    const blocks = message.blocks ?? [];
    const time = h(
      "time",
      { class: "message-time", datetime: new Date(epoch * 1000).toISOString(), title: reader.full(epoch) },
      reader.time(epoch),
    );
    const edited = message.edited && h("span", { class: "edited" }, "(edited)");
    const body = blocks.length
      ? h("div", { class: "blocks" }, renderBlocks(blocks, ctx), edited)
      : h("div", { class: "mrkdwn message-text" }, mrkdwn(message.text, ctx), edited && " ", edited);
    return h(
      "article",
      {
        class: ["message", joined && "is-joined", message.ephemeral && "is-ephemeral"],
        data: { ts: message.ts, user: message.user },
        tabindex: "-1",
        "aria-label": `${name}, ${reader.time(epoch)}${message.ephemeral ? ", only visible to you" : ""}`,
      },
      message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
      h("div", { class: "message-gutter" }, joined ? time : avatar(person ?? { name }, 36)),
      h(
        "div",
        { class: "message-body" },
        !joined &&
          h(
            "div",
            { class: "message-head" },
            h("span", { class: "message-name" }, name),
            person?.is_bot && h("span", { class: "app-badge" }, "App"),
            time,
          ),
        message.thread_ts &&
          message.thread_ts !== message.ts &&
          h("div", { class: "in-thread" }, "replied in a thread"),
        body,
        (message.attachments ?? []).map((item) => attachment(item, ctx)),
        (message.files ?? []).map((item) => file(item)),
      ),
    );
  }

  near() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 120;
  }

  bottom(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.jump.hidden = true;
  }

  scrolled() {
    if (this.near()) this.jump.hidden = true;
  }
}

function file(item) {
  const url = item.url_private ?? item.permalink ?? "";
  const words = [
    icon("file", 22),
    h(
      "span",
      {},
      h("strong", {}, item.title || item.name || "File"),
      h(
        "small",
        {},
        [item.pretty_type || item.filetype || item.mimetype, item.size && `${Math.ceil(item.size / 1024)} kB`]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
  ];
  return url
    ? h("a", { class: "file", href: url, target: "_blank", rel: "noopener" }, words)
    : h("div", { class: "file" }, words);
}

function attachment(item, ctx) {
  const inner = item.blocks?.length
    ? renderBlocks(item.blocks, ctx)
    : [
        item.pretext && h("div", { class: "mrkdwn" }, mrkdwn(item.pretext, ctx)),
        item.title && h("strong", {}, item.title),
        h("div", { class: "mrkdwn" }, mrkdwn(item.text ?? item.fallback ?? "", ctx)),
        item.fields?.length > 0 &&
          h(
            "div",
            { class: "section-fields" },
            item.fields.map((field) =>
              h("div", { class: "mrkdwn" }, h("strong", {}, field.title), h("br"), mrkdwn(field.value, ctx)),
            ),
          ),
      ];
  return h("div", { class: "attachment quote blocks" }, inner);
}
