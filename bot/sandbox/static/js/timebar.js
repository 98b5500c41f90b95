// The bar over everything: the sandbox's time, the bot's plug, and the doors to the other tools.
import { api } from "./api.js";
import { Reader } from "./dates.js";
import { fill, h, icon } from "./dom.js";
import { city } from "./sidebar.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

export class Timebar {
  constructor(app) {
    this.app = app;
    this.node = document.getElementById("timebar");
    this.clock = h("div", { class: "clock", role: "timer", "aria-label": "The sandbox's time" });
    this.moves = h("div", { class: "moves", role: "group", "aria-label": "Move time" });
    this.plug = h("div", { class: "plug", role: "group", "aria-label": "The bot" });
    this.tools = h("div", { class: "bar-tools", role: "group", "aria-label": "Tools" });
    this.progress = h("div", {
      class: "bar-progress",
      role: "progressbar",
      "aria-label": "Time is moving",
      hidden: true,
    });
    this.brand = h("div", { class: "brand" });
    fill(this.node, this.brand, this.clock, this.moves, this.plug, this.tools, this.progress);
    document.addEventListener("themechange", () => this.draw());
    this.draw();
  }

  get reader() {
    const { app } = this;
    return (
      app.panes[0]?.reader ??
      new Reader(
        app.company.people.find((person) => person.id === app.panes[0]?.as),
        app.company.now,
      )
    );
  }

  draw() {
    const { app } = this;
    if (!app.company) return;
    const { bot, team } = app.company;
    const state = [
      team.name,
      Boolean(app.moving),
      bot.connected,
      bot.process,
      bot.name,
      app.panes.length,
      app.inspector?.isOpen,
      app.guide?.exists,
      app.guide?.isOpen,
      window.sandboxTheme.current,
      app.up,
      this.plugging,
    ];
    this.tick();
    if (JSON.stringify(state) === this.sig) return;
    this.sig = JSON.stringify(state);
    const had = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    fill(
      this.brand,
      h("img", { src: "/static/icon.svg", alt: "", width: 24, height: 24 }),
      h("span", {}, team.name, h("small", {}, "a Slack of your own")),
    );
    this.drawMoves();
    this.drawPlug(bot);
    this.drawTools();
    this.progress.hidden = !app.moving;
    if (had) this.node.querySelector(`[data-focus="${had}"]:not(:disabled)`)?.focus();
  }

  tick() {
    const { reader, app } = this;
    reader.now = app.company.now;
    const day = reader.format(app.company.now, { weekday: "short", day: "numeric", month: "short" });
    const year = reader.format(app.company.now, { year: "numeric" });
    const said = `${day} ${year} ${reader.time(app.company.now)} ${city(reader.tz)}`;
    if (this.said === said) return;
    this.said = said;
    fill(
      this.clock,
      icon("clock", 17),
      h("span", { class: "clock-day" }, day, h("span", { class: "clock-year" }, ` ${year}`)),
      h("strong", {}, reader.time(app.company.now)),
      h("span", { class: "clock-zone" }, city(reader.tz)),
    );
  }

  drawMoves() {
    const { app } = this;
    const move = (key, label, short, long, sign, how) =>
      h(
        "button",
        {
          type: "button",
          class: "bar-btn",
          disabled: Boolean(app.moving),
          data: { focus: key },
          title: long,
          "aria-label": label,
          on: {
            click: () => {
              this.pressed = key;
              app.move(typeof how === "function" ? how() : how, long);
            },
          },
        },
        sign && icon(sign, 15),
        h("span", { class: "long" }, label),
        h("span", { class: "short" }, short),
      );
    fill(
      this.moves,
      move("hour", "+1 hour", "+1 h", "Move time by one hour", null, { seconds: HOUR }),
      move("until", "Until something happens", "Until news", "Hour by hour, until a message arrives", "skip", {
        until: "message",
        for: null,
        at_most: 60 * DAY,
      }),
      move("day", "Next working day", "Next day", "To 09:00 on the next working day", null, () => ({
        working_day: true,
        tz: this.reader.tz,
      })),
      move("week", "+1 week", "+1 wk", "Move time by one week", null, { seconds: 7 * DAY }),
    );
  }

  drawPlug(bot) {
    this.plug.hidden = false;
    const running = bot.process === "running";
    const state = bot.connected
      ? ["on", "connected"]
      : bot.process === "stopped"
        ? ["off", this.app.moving ? "stopped: time waits for it" : "stopped"]
        : ["wait", bot.process ? "connecting" : "not connected"];
    const act = async (action) => {
      this.plugging = true;
      this.draw();
      try {
        await api.bot(action);
      } catch (error) {
        this.app.toast(error.message);
      }
      this.plugging = false;
      await this.app.loadCompany();
      this.sig = null;
      this.draw();
    };
    fill(
      this.plug,
      h(
        "span",
        { class: `plug-state plug-${state[0]}`, role: "status" },
        h("span", { class: "plug-light", "aria-hidden": "true" }),
        h("span", { class: "plug-words" }, `${bot.name} ${state[1]}`),
      ),
      bot.process !== null &&
        bot.process !== undefined &&
        (running
          ? h(
              "button",
              {
                type: "button",
                class: "bar-btn bar-danger",
                disabled: this.plugging,
                data: { focus: "plug" },
                title: "Kill the bot's process, with no warning",
                on: { click: () => act("kill") },
              },
              icon("plug", 15),
              "Pull the plug",
            )
          : h(
              "button",
              {
                type: "button",
                class: "bar-btn bar-good",
                disabled: this.plugging,
                data: { focus: "plug" },
                title: "Start the bot's process again",
                on: { click: () => act("start") },
              },
              icon("power", 15),
              "Plug it in",
            )),
    );
  }

  drawTools() {
    const { app } = this;
    const tool = (key, name, sign, pressed, run) =>
      h(
        "button",
        {
          type: "button",
          class: "bar-btn bar-tool",
          "aria-pressed": pressed === null ? undefined : String(Boolean(pressed)),
          "aria-label": name,
          title: name,
          data: { focus: key },
          on: { click: run },
        },
        icon(sign, 17),
        h("span", { class: "bar-tool-words", "aria-hidden": "true" }, name),
      );
    fill(
      this.tools,
      app.guide?.exists && tool("guide", "Guide", "guide", app.guide.isOpen, () => app.guide.toggle()),
      tool("split", "Side by side", "split", app.panes.length > 1, () => app.split()),
      tool("inspector", "Inspector", "pulse", app.inspector?.isOpen, () => app.inspector.toggle()),
      tool(
        "theme",
        window.sandboxTheme.current === "dark" ? "Light" : "Dark",
        window.sandboxTheme.current === "dark" ? "sun" : "moon",
        null,
        () => window.sandboxTheme.toggle(),
      ),
    );
  }

  focusBack() {
    if (document.activeElement === document.body && this.pressed)
      this.node.querySelector(`[data-focus="${this.pressed}"]`)?.focus();
    this.pressed = null;
  }
}
