// Every time on the page is shown in the zone of the person who looks, never in the browser's.

const cache = new Map();
function formatter(locale, options) {
  const key = locale + JSON.stringify(options);
  if (!cache.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat(locale, options);
    } catch {
      // An unknown zone or locale: better UTC than nothing.
      made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    cache.set(key, made);
  }
  return cache.get(key);
}

/** Year, month, day, hour, minute, second and weekday (0 = Sunday) of an epoch in a zone. */
export function partsIn(epoch, tz) {
  const list = formatter("en-US", {
    timeZone: tz,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(epoch * 1000));
  const get = (type) => Number(list.find((part) => part.type === type)?.value ?? 0);
  const result = {
    year: get("year"),
    month: get("month"),
    day: get("day"),
    hour: get("hour"),
    minute: get("minute"),
    second: get("second"),
  };
  result.weekday = new Date(Date.UTC(result.year, result.month - 1, result.day)).getUTCDay();
  return result;
}

const two = (n) => String(n).padStart(2, "0");

/** "2026-12-01" of an epoch in a zone. */
export function isoDay(epoch, tz) {
  const p = partsIn(epoch, tz);
  return `${p.year}-${two(p.month)}-${two(p.day)}`;
}

/** "14:30" of an epoch in a zone. */
export function isoTime(epoch, tz) {
  const p = partsIn(epoch, tz);
  return `${two(p.hour)}:${two(p.minute)}`;
}

/**
 * The epoch of a wall-clock day and time in a zone; a time that a changing clock skips counts as the one an hour
 * later.
 */
export function epochOf(day, time, tz) {
  const [year, month, date] = day.split("-").map(Number);
  const [hour, minute] = time.split(":").map(Number);
  const wanted = Date.UTC(year, month - 1, date, hour, minute) / 1000;
  const ahead = (epoch) => {
    const p = partsIn(epoch, tz);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - epoch;
  };
  const [before, after] = [wanted - ahead(wanted - 86400), wanted - ahead(wanted + 86400)];
  return before + ahead(before) !== wanted && after + ahead(after) === wanted ? after : before;
}

/** Midday UTC of a day, for formatting a day that has no zone. */
export function dayEpoch(day) {
  const [year, month, date] = day.split("-").map(Number);
  return Date.UTC(year, month - 1, date, 12) / 1000;
}

export function addDays(day, n) {
  return isoDay(dayEpoch(day) + n * 86400, "UTC");
}

/** How one person reads dates: their zone, their language, and the sandbox's clock. */
export class Reader {
  constructor(me, now) {
    this.tz = me?.tz || "UTC";
    this.locale = (me?.locale || "en-GB").replace("_", "-");
    this.now = now;
  }

  /** How hours are written: "9:00 AM" or "09:00". */
  get hours() {
    return this.locale === "en-US" ? { hour: "numeric", hour12: true } : { hour: "2-digit", hour12: false };
  }

  format(epoch, options) {
    return formatter(this.locale, { timeZone: this.tz, ...options }).format(new Date(epoch * 1000));
  }

  time(epoch) {
    return this.format(epoch, { ...this.hours, minute: "2-digit" });
  }

  /** "Today", "Yesterday", "Tomorrow", or null. */
  near(epoch) {
    const days = Math.round((dayEpoch(isoDay(epoch, this.tz)) - dayEpoch(isoDay(this.now, this.tz))) / 86400);
    return { 0: "Today", 1: "Tomorrow", "-1": "Yesterday" }[days] ?? null;
  }

  /** The words on the line between two days. */
  day(epoch) {
    const near = this.near(epoch);
    if (near) return near;
    const thisYear = partsIn(epoch, this.tz).year === partsIn(this.now, this.tz).year;
    return this.format(epoch, {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...(thisYear ? {} : { year: "numeric" }),
    });
  }

  full(epoch) {
    return `${this.format(epoch, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}, ${this.time(epoch)}`;
  }

  short(epoch) {
    return `${this.format(epoch, { weekday: "short", day: "numeric", month: "short" })}, ${this.time(epoch)}`;
  }

  /** Slack's `<!date^epoch^format>` tokens. */
  slack(epoch, pattern) {
    const pretty = (other) => {
      const near = this.near(epoch);
      return near ? near.toLowerCase() : other;
    };
    const date = () => this.format(epoch, { day: "numeric", month: "long", year: "numeric" });
    const short = () => this.format(epoch, { day: "numeric", month: "short", year: "numeric" });
    const long = () => this.format(epoch, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const tokens = {
      date,
      date_short: short,
      date_long: long,
      date_num: () => isoDay(epoch, this.tz),
      date_slash: () => this.format(epoch, { day: "2-digit", month: "2-digit", year: "numeric" }),
      date_pretty: () => pretty(date()),
      date_short_pretty: () => pretty(short()),
      date_long_pretty: () => pretty(long()),
      day_divider_pretty: () => pretty(this.format(epoch, { weekday: "long", day: "numeric", month: "long" })),
      time: () => this.time(epoch),
      time_secs: () => this.format(epoch, { ...this.hours, minute: "2-digit", second: "2-digit" }),
      ago: () => this.ago(epoch),
    };
    const said = pattern.replace(/\{(\w+)\}/g, (whole, name) => (tokens[name] ? tokens[name]() : whole));
    return /^\{(date|day)\w*_pretty\}/.test(pattern) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  }

  ago(epoch) {
    const seconds = epoch - this.now;
    const size = Math.abs(seconds);
    const [unit, length] = size < 3600 ? ["minute", 60] : size < 86400 ? ["hour", 3600] : ["day", 86400];
    return new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" }).format(Math.round(seconds / length), unit);
  }
}
