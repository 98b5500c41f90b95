// What people type for a day or a time: "2026-10-20", "20 Oct", "next monday", "20/10/2026", "14.30", "2pm".
import { addDays, dayEpoch, isoDay } from "./dates.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const two = (n) => String(n).padStart(2, "0");

function day(year, month, date) {
  const said = `${year}-${two(month)}-${two(date)}`;
  if (!(month >= 1 && month <= 12 && date >= 1)) return null;
  return isoDay(dayEpoch(said), "UTC") === said ? said : null; // 31 June is no day.
}

/** "2026-12-01", or null when the words mean no day. A day without a year is the next one from the sandbox's today. */
export function parseDay(words, reader) {
  const said = words.trim().toLowerCase().replace(/,/g, " ").replace(/\s+/g, " ");
  const today = isoDay(reader.now, reader.tz);
  let match;
  if ((match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said)))
    return day(Number(match[1]), Number(match[2]), Number(match[3]));
  if (said === "today") return today;
  if (said === "tomorrow") return addDays(today, 1);
  if (
    (match = /^(?:next |on )?([a-z]{3,9})$/.exec(said)) &&
    WEEKDAYS.includes(match[1].slice(0, 3)) &&
    match[1].length !== 4
  ) {
    const ahead = (WEEKDAYS.indexOf(match[1].slice(0, 3)) - new Date(dayEpoch(today) * 1000).getUTCDay() + 7) % 7 || 7;
    return addDays(today, ahead);
  }
  if ((match = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?\.?$/.exec(said))) {
    const [first, second] = [Number(match[1]), Number(match[2])];
    const american = reader.locale === "en-US" && said.includes("/");
    return dated(american ? second : first, american ? first : second, match[3], today);
  }
  const bare = said.replace(/^(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\.? /, "");
  if ((match = /^(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(bare)))
    return dated(Number(match[1]), monthOf(match[2]), match[3], today);
  if ((match = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(bare)))
    return dated(Number(match[2]), monthOf(match[1]), match[3], today);
  return null;
}

function monthOf(word) {
  return MONTHS.indexOf(word.slice(0, 3)) + 1;
}

function dated(date, month, year, today) {
  if (year) return day(Number(year), month, date);
  const thisYear = Number(today.slice(0, 4));
  const here = day(thisYear, month, date);
  return here && here >= today ? here : day(thisYear + 1, month, date);
}

/** "14:30", or null when the words mean no time of day. */
export function parseTime(words) {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?$/.exec(words.trim().toLowerCase());
  if (!match) return null;
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (match[3]) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (match[3].startsWith("p") ? 12 : 0);
  }
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : null;
}

/** A day as the reader writes it; anything else as it stands. */
export function sayDay(said, reader) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(said ?? "")) return said ?? "";
  return new Intl.DateTimeFormat(reader.locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(new Date(dayEpoch(said) * 1000));
}

/** A time of day as the reader writes it. */
export function sayTime(said, reader) {
  if (!/^\d{2}:\d{2}$/.test(said ?? "")) return said ?? "";
  const [hour, minute] = said.split(":").map(Number);
  return new Intl.DateTimeFormat(reader.locale, { timeZone: "UTC", ...reader.hours, minute: "2-digit" }).format(
    new Date(Date.UTC(2000, 0, 1, hour, minute)),
  );
}
