// Where one writes: messages, and slash commands with hints.
import { api, Refused } from "./api.js";
import { fill, h, icon, uid } from "./dom.js";
import { ListBox } from "./select.js";
import { nameOf } from "./sidebar.js";

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.drafts = new Map();
    this.key = null;
    this.input = h("textarea", {
      class: "composer-input",
      rows: "1",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-describedby": uid("hint"),
      on: {
        input: () => this.typed(),
        keydown: (event) => this.keys(event),
        blur: () => setTimeout(() => this.hints(false), 100),
      },
    });
    this.send = h(
      "button",
      { type: "button", class: "composer-send", "aria-label": "Send", on: { click: () => this.go() } },
      icon("send"),
    );
    this.usage = h("div", { class: "composer-usage", id: this.input.getAttribute("aria-describedby") });
    this.listBox = h("div", { class: "composer-hints", hidden: true });
    this.box = h("div", { class: "composer-box" }, this.listBox, this.input, this.usage, this.send);
    this.closed = h("div", { class: "composer-closed" });
    this.node = h("div", { class: "composer" });
  }

  draw() {
    const { pane } = this;
    const current = pane.current;
    this.node.hidden = !current || pane.place.tab === "home";
    if (this.node.hidden) return;
    const name = nameOf(current, pane);
    const shut = current.is_archived
      ? "This channel is archived: one can read it, and nothing more."
      : this.appIsReadOnly(current)
        ? `Sending messages to ${name} is turned off.`
        : current.read_only
          ? "Only some people may write here."
          : null;
    if (shut) {
      if (this.closed.textContent !== shut) fill(this.closed, shut);
      if (this.node.firstChild !== this.closed) fill(this.node, this.closed);
      return;
    }
    if (this.node.firstChild !== this.box) fill(this.node, this.box);
    const key = `${pane.as} ${current.id}`;
    if (key !== this.key) {
      if (this.key) this.drafts.set(this.key, this.input.value);
      this.key = key;
      this.input.value = this.drafts.get(key) ?? "";
      const said = ["channel", "private"].includes(current.kind) ? `#${name}` : name;
      this.input.placeholder = `Message ${said}`;
      this.input.setAttribute("aria-label", `Message ${said}`);
      this.typed(false);
    }
  }

  /** Ready to be typed into, where a finger does not call up a keyboard over half the screen. */
  focus() {
    if (this.input.isConnected && !this.node.hidden && matchMedia("(hover: hover)").matches)
      this.input.focus({ preventScroll: true });
  }

  appIsReadOnly(current) {
    return (
      this.pane.directory.isApp(current) &&
      (current.read_only || (this.pane.app.company.app_home?.messages_read_only ?? false))
    );
  }

  commands() {
    const bot = this.pane.directory.bot.name;
    return [
      ...this.pane.app.company.commands,
      { command: "/invite", usage_hint: `@${bot}`, description: `Add ${bot} to this channel` },
      { command: "/kick", usage_hint: `@${bot}`, description: `Remove ${bot} from this channel` },
    ];
  }

  typed(show = true) {
    const { value } = this.input;
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 220)}px`;
    this.send.disabled = !value.trim();
    const word = /^\/\S*$/.test(value) ? value.toLowerCase() : null;
    const command = this.commands().find((item) => value.split(/\s/)[0] === item.command);
    this.usage.textContent = command && !word ? `${command.command} ${command.usage_hint ?? ""}` : "";
    this.hints(
      show &&
        word !== null &&
        this.commands().some((item) => item.command.startsWith(word)) &&
        !(
          this.commands().filter((item) => item.command.startsWith(word)).length === 1 &&
          command?.command === value &&
          !command.usage_hint
        ),
      word,
    );
  }

  hints(on, word = "") {
    this.listBox.hidden = !on;
    if (!on) {
      this.list = null;
      this.input.removeAttribute("aria-activedescendant");
      this.input.removeAttribute("aria-controls");
      return;
    }
    const items = this.commands()
      .filter((item) => item.command.startsWith(word))
      .map((item) => ({
        value: item.command,
        label: `${item.command} ${item.usage_hint ?? ""}`.trim(),
        description: item.description,
      }));
    this.list = new ListBox({ groups: [{ items }], name: "Commands", onPick: (item) => this.take(item.value) });
    this.list.onActive = (id) => id && this.input.setAttribute("aria-activedescendant", id);
    this.input.setAttribute("aria-controls", this.list.node.id);
    this.list.go(0);
    fill(this.listBox, this.list.node);
  }

  take(command) {
    this.input.value = `${command} `;
    this.input.focus();
    this.typed();
  }

  keys(event) {
    if (event.isComposing) return;
    if (this.list) {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.hints(false);
        return;
      }
      const exact = this.list.rows.length && this.list.rows.some((row) => row.item.value === this.input.value);
      if (event.key === "Tab" || (event.key === "Enter" && !exact)) {
        const row = this.list.rows[this.list.at];
        if (row) {
          event.preventDefault();
          this.take(row.item.value);
          return;
        }
      }
      if (event.key !== "Enter" && this.list.key(event)) return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.go();
    }
  }

  async go() {
    const said = this.input.value.trim();
    const { pane } = this;
    const current = pane.current;
    if (!said || !current || this.sending) return;
    this.sending = true;
    this.hints(false);
    try {
      const sent = await this.deliver(said, current);
      if (sent && this.pane.current === current) {
        this.input.value = "";
        this.drafts.delete(this.key);
        this.typed(false);
      } else if (sent) {
        this.drafts.delete(`${pane.as} ${current.id}`);
      }
    } catch (error) {
      pane.app.toast(error instanceof Refused ? error.message : "The sandbox does not answer. Is it still running?");
    } finally {
      this.sending = false;
      pane.messages.bottom();
      await pane.refresh();
    }
  }

  async deliver(said, current) {
    const { pane } = this;
    if (!said.startsWith("/")) {
      await api.say(pane.as, current.id, said);
      return true;
    }
    const [command, ...rest] = said.split(/\s+/);
    const bot = pane.directory.bot.name.toLowerCase();
    const aimed = rest.join(" ").replace(/^@/, "").toLowerCase() === bot;
    if (["/invite", "/kick", "/remove"].includes(command)) {
      if (!aimed) throw new Refused(400, { error: `Only ${command} @${pane.directory.bot.name} works here.` });
      await (command === "/invite" ? api.invite(pane.as, current.id) : api.kick(pane.as, current.id));
      return true;
    }
    if (!pane.app.company.commands.some((item) => item.command === command)) {
      throw new Refused(400, {
        error: `${command} is not a valid command. Try one of: ${pane.app.company.commands.map((item) => item.command).join(", ")}`,
      });
    }
    await api.command(pane.as, current.id, said);
    return true;
  }
}
