// A calendar that knows the sandbox's today, not the computer's.
import { h, icon } from "./dom.js";
import { addDays, dayEpoch, isoDay } from "./dates.js";
import { popup } from "./popup.js";

const format = (day, options, locale) =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(new Date(dayEpoch(day) * 1000));

/**
 * Open a month under `anchor`; `onPick("2026-12-01")`. `focus`: whether the day takes it, or the field beside
 * keeps it.
 */
export function openCalendar(anchor, { value, reader, onPick, onClose = () => {}, focus: begin = true }) {
  const today = isoDay(reader.now, reader.tz);
  let active = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : today;
  const box = h("div", { class: "calendar", role: "dialog", "aria-label": "Choose a date" });
  const opened = popup(anchor, box, { tall: true, onClose, returnFocus: false });
  const draw = (focus = true) => {
    const first = `${active.slice(0, 8)}01`;
    const lead = (new Date(dayEpoch(first) * 1000).getUTCDay() + 6) % 7; // Weeks begin on Monday.
    const start = addDays(first, -lead);
    const grid = h("div", { class: "calendar-grid", role: "grid" });
    const head = h("div", { role: "row", class: "calendar-row" });
    for (let i = 0; i < 7; i += 1)
      head.append(
        h(
          "span",
          {
            role: "columnheader",
            class: "calendar-weekday",
            "aria-label": format(addDays(start, i), { weekday: "long" }, reader.locale),
          },
          format(addDays(start, i), { weekday: "narrow" }, reader.locale),
        ),
      );
    grid.append(head);
    for (let week = 0; week < 6; week += 1) {
      const row = h("div", { role: "row", class: "calendar-row" });
      for (let i = 0; i < 7; i += 1) {
        const day = addDays(start, week * 7 + i);
        row.append(
          h(
            "button",
            {
              type: "button",
              role: "gridcell",
              tabindex: day === active ? "0" : "-1",
              data: { day },
              class: [
                "calendar-day",
                day.slice(0, 7) !== active.slice(0, 7) && "is-other",
                day === today && "is-today",
                day === value && "is-chosen",
              ],
              "aria-selected": String(day === value),
              "aria-current": day === today ? "date" : undefined,
              "aria-label": format(
                day,
                { weekday: "long", day: "numeric", month: "long", year: "numeric" },
                reader.locale,
              ),
              on: {
                click: () => {
                  opened.close(false);
                  onPick(day);
                },
              },
            },
            Number(day.slice(8)),
          ),
        );
      }
      grid.append(row);
    }
    const turn = (months) => {
      const [year, month, date] = active.split("-").map(Number);
      const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
      active = isoDay(Date.UTC(year, month - 1 + months, Math.min(date, last), 12) / 1000, "UTC");
    };
    box.replaceChildren(
      h(
        "div",
        { class: "calendar-head" },
        h(
          "button",
          {
            type: "button",
            class: "icon-btn",
            "aria-label": "Previous month",
            on: {
              click: () => {
                turn(-1);
                draw(false);
              },
            },
          },
          icon("left"),
        ),
        h(
          "span",
          { class: "calendar-title", "aria-live": "polite" },
          format(active, { month: "long", year: "numeric" }, reader.locale),
        ),
        h(
          "button",
          {
            type: "button",
            class: "icon-btn",
            "aria-label": "Next month",
            on: {
              click: () => {
                turn(1);
                draw(false);
              },
            },
          },
          icon("right"),
        ),
      ),
      grid,
    );
    grid.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
      if (step) active = addDays(active, step);
      else if (event.key === "PageDown") turn(1);
      else if (event.key === "PageUp") turn(-1);
      else return;
      event.preventDefault();
      draw();
    });
    if (focus) box.querySelector(`[data-day="${active}"]`)?.focus();
  };
  // The field keeps the focus until a key moves it.
  box.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") anchor.querySelector("input")?.focus();
    if (event.key === "Tab") opened.close(false);
  });
  draw(begin);
  return Object.assign(opened, { focus: () => draw() });
}
