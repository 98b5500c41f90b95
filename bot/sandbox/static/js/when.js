// Dates and times. One may type them; the calendar beside knows the sandbox's today.
import { h, icon } from "./dom.js";
import { openCalendar } from "./calendar.js";
import { epochOf, isoDay, isoTime } from "./dates.js";
import { plainText } from "./mrkdwn.js";

/** A datepicker, timepicker or datetimepicker. */
export function whenElement(el, hand) {
  if (el.type === "datepicker") {
    return dateField({ ...shared(el, hand), value: hand.state().selected_date, onChange: (day) => hand.change({ selected_date: day || null }) });
  }
  if (el.type === "timepicker") {
    return timeField({ ...shared(el, hand), value: hand.state().selected_time, onChange: (time) => hand.change({ selected_time: time || null, ...(el.timezone ? { timezone: el.timezone } : {}) }), zone: el.timezone });
  }
  return moment(el, hand);
}

function shared(el, hand) {
  const placeholder = el.placeholder ? plainText(el.placeholder) : undefined;
  return { label: { ...hand.label, title: placeholder }, reader: hand.ctx.reader };
}

function dateField({ label, reader, value, onChange }) {
  const input = h("input", { type: "date", class: "field when-input", value: value ?? "", ...label });
  input.addEventListener("change", () => onChange(input.value));
  const button = h("button", { type: "button", class: "when-btn", "aria-label": "Open the calendar", on: {
    click: () => openCalendar(button, { value: input.value, reader, onPick: (day) => { input.value = day; onChange(day); } }),
  } }, icon("calendar", 17));
  return h("div", { class: "when" }, input, button);
}

function timeField({ label, value, onChange, zone }) {
  const input = h("input", { type: "time", class: "field when-input when-time", value: value ?? "", ...label });
  input.addEventListener("change", () => onChange(input.value));
  return h("div", { class: "when" }, input, zone && h("span", { class: "when-zone" }, zone));
}

/** A date and a time in the person's own zone; together one moment. */
function moment(el, hand) {
  const { reader } = hand.ctx;
  const epoch = hand.state().selected_date_time;
  let day = epoch ? isoDay(epoch, reader.tz) : "";
  let time = epoch ? isoTime(epoch, reader.tz) : "";
  const tell = () => {
    if (day && time) hand.change({ selected_date_time: epochOf(day, time, reader.tz) });
    else hand.change({ selected_date_time: null }, { final: false });
  };
  const describe = { "aria-describedby": hand.label["aria-describedby"], "aria-invalid": hand.label["aria-invalid"] };
  return h("div", { class: "when-pair", role: "group", ...hand.label },
    dateField({ label: { "aria-label": "Date", ...describe }, reader, value: day, onChange: (next) => { day = next; tell(); } }),
    timeField({ label: { "aria-label": "Time", ...describe }, value: time, onChange: (next) => { time = next; tell(); } }),
    h("span", { class: "when-zone" }, reader.tz.replace(/_/g, " ")));
}
