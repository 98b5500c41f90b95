// Dates and times. One types them as one likes, or takes them from a calendar that knows the sandbox's today.
import { h, icon } from "./dom.js";
import { openCalendar } from "./calendar.js";
import { epochOf, isoDay, isoTime } from "./dates.js";
import { plainText } from "./mrkdwn.js";
import { parseDay, parseTime, sayDay, sayTime } from "./parsing.js";
import { popup } from "./popup.js";
import { ListBox } from "./select.js";

/** A datepicker, timepicker or datetimepicker. */
export function whenElement(el, hand) {
  const { reader } = hand.ctx;
  const shared = { label: hand.label, reader, placeholder: el.placeholder ? plainText(el.placeholder) : undefined };
  if (el.type === "datepicker") {
    return dateField({
      ...shared,
      value: hand.state().selected_date,
      onChange: (day, final) => hand.change({ selected_date: day || null }, { final }),
    });
  }
  if (el.type === "timepicker") {
    const zone = el.timezone ? { timezone: el.timezone } : {};
    return timeField({
      ...shared,
      value: hand.state().selected_time,
      zone: el.timezone,
      onChange: (time, final) => hand.change({ selected_time: time || null, ...zone }, { final }),
    });
  }
  return moment(el, hand);
}

/**
 * A field for a day. `onChange(day, final)`: "2026-12-01", "" when emptied, or the words as they stand when they
 * mean no day
 * (Slack's check says so under the field).
 */
function dateField({ label, reader, value, placeholder = "Choose a date", onChange }) {
  let day = value ?? "";
  let calendar = null;
  const input = h("input", {
    type: "text",
    class: "field when-input",
    autocomplete: "off",
    placeholder,
    value: sayDay(day, reader),
    ...label,
  });
  const set = (next, final) => {
    if (next === day) return;
    day = next;
    onChange(day, final);
  };
  const open = (focus) => {
    if (calendar) {
      if (focus) calendar.focus();
      return;
    }
    calendar = openCalendar(box, {
      value: day,
      reader,
      focus,
      onPick: (picked) => {
        input.value = sayDay(picked, reader);
        set(picked, true);
        input.focus();
      },
      onClose: () => {
        calendar = null;
      },
    });
  };
  input.addEventListener("input", () => {
    const meant = parseDay(input.value, reader);
    if (meant) set(meant, false);
  });
  input.addEventListener("change", () => {
    const meant = parseDay(input.value, reader);
    if (meant) input.value = sayDay(meant, reader);
    const next = meant ?? input.value.trim();
    day = next;
    onChange(next, true);
  });
  input.addEventListener("click", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open(true);
  });
  input.addEventListener("blur", (event) => {
    if (calendar && !calendar.content.contains(event.relatedTarget)) calendar.close(false);
  });
  const button = h(
    "button",
    {
      type: "button",
      class: "when-btn",
      tabindex: "-1",
      "aria-label": "Open the calendar",
      on: { pointerdown: (event) => event.preventDefault(), click: () => open(true) },
    },
    icon("calendar", 17),
  );
  const box = h("div", { class: "when" }, input, button);
  return box;
}

/** A field for a time of day, with every half hour to choose from. */
function timeField({ label, reader, value, zone, placeholder = "Time", onChange }) {
  let time = value ?? "";
  let list = null;
  let opened = null;
  const input = h("input", {
    type: "text",
    class: "field when-input when-time",
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    placeholder,
    value: sayTime(time, reader),
    ...label,
  });
  const set = (next, final = true) => {
    time = next;
    onChange(time, final);
  };
  const close = () => opened?.close(false);
  const open = () => {
    if (opened) return;
    const items = Array.from({ length: 48 }, (_, index) => {
      const one = `${String(Math.floor(index / 2)).padStart(2, "0")}:${index % 2 ? "30" : "00"}`;
      return { value: one, label: sayTime(one, reader) };
    });
    const near = parseTime(time) ? `${time.slice(0, 3)}${time.slice(3) < "30" ? "00" : "30"}` : "09:00";
    list = new ListBox({
      groups: [{ items }],
      name: "Times",
      chosen: (item) => item.value === time,
      empty: "Any time, such as 14:15",
      onPick: (item) => {
        input.value = item.label;
        set(item.value);
        close();
      },
    });
    list.onActive = (id) =>
      id ? input.setAttribute("aria-activedescendant", id) : input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.node.id);
    list.node.classList.add("listbox-times");
    opened = popup(box, list.node, {
      wide: true,
      returnFocus: false,
      onClose: () => {
        opened = null;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
      },
    });
    list.go(items.findIndex((item) => item.value === near));
    list.rows[list.at]?.node.scrollIntoView({ block: "center" });
  };
  input.addEventListener("click", open);
  input.addEventListener("input", () => {
    open();
    list.filter(input.value);
    const meant = parseTime(input.value);
    if (meant) set(meant, false);
  });
  input.addEventListener("change", () => {
    const meant = parseTime(input.value);
    if (meant) input.value = sayTime(meant, reader);
    set(meant ?? input.value.trim());
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !opened) {
      event.preventDefault();
      open();
    } else if (
      event.key === "Enter" &&
      opened &&
      parseTime(input.value) &&
      parseTime(input.value) !== list.rows[list.at]?.item.value &&
      list.query
    ) {
      event.preventDefault(); // What was typed counts, not the row beside it.
      input.value = sayTime(parseTime(input.value), reader);
      set(parseTime(input.value));
      close();
    } else if (opened) {
      list.key(event);
    }
  });
  input.addEventListener("blur", close);
  const box = h("div", { class: "when" }, input, icon("chevron", 15), zone && h("span", { class: "when-zone" }, zone));
  return box;
}

/** A date and a time in the person's own zone; together one moment. */
function moment(el, hand) {
  const { reader } = hand.ctx;
  const epoch = hand.state().selected_date_time;
  let day = epoch ? isoDay(epoch, reader.tz) : "";
  let time = epoch ? isoTime(epoch, reader.tz) : "";
  const tell = (final) => {
    if (parseDay(day, reader) === day && parseTime(time) === time)
      hand.change({ selected_date_time: epochOf(day, time, reader.tz) }, { final });
    else hand.change({ selected_date_time: null }, { final: false });
  };
  const describe = { "aria-describedby": hand.label["aria-describedby"], "aria-invalid": hand.label["aria-invalid"] };
  return h(
    "div",
    { class: "when-pair", role: "group", ...hand.label },
    dateField({
      label: { "aria-label": "Date", ...describe },
      reader,
      value: day,
      onChange: (next, final) => {
        day = next;
        tell(final);
      },
    }),
    timeField({
      label: { "aria-label": "Time", ...describe },
      reader,
      value: time,
      onChange: (next, final) => {
        time = next;
        tell(final);
      },
    }),
    h("span", { class: "when-zone" }, `in ${reader.tz.split("/").at(-1).replace(/_/g, " ")}`),
  );
}
