// Faces: initials on a colour that belongs to the person.
import { h } from "./dom.js";

const HUES = 12;

function hash(said) {
  let sum = 7;
  for (const char of said) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return sum;
}

/** One's initials: first and last word of the name; a name written twice, in two scripts, gives those of the first. */
export function initials(name) {
  const all = (name ?? "?").trim().split(/\s+/);
  const latin = all.filter((part) => /^\p{Script=Latin}/u.test(part));
  const parts = latin.length && latin[0] === all[0] ? latin : all;
  const first = [...(parts[0] ?? "?")][0] ?? "?";
  const last = parts.length > 1 ? [...parts[parts.length - 1]][0] : "";
  return (first + last).toUpperCase();
}

/** A rounded square with initials; `person` may also be the bot ({is_bot: true}). */
export function avatar(person, size = 36) {
  const name = person?.real_name || person?.name || "?";
  const cls = [
    "avatar",
    `avatar-${size}`,
    person?.is_bot ? "avatar-app" : `hue-${hash(person?.id ?? name) % HUES}`,
    person?.deleted && "is-gone",
  ];
  const letters = person?.is_bot || size < 24 ? [...name][0].toUpperCase() : initials(name);
  // The style sheet writes them: they are a picture, not text.
  return h("span", { class: cls, "aria-hidden": "true", data: { initials: letters } });
}
