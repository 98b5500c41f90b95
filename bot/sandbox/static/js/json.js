// A JSON value as a tree one can fold.
import { h } from "./dom.js";

/** Draw `value`; what lies deeper than `open` levels is folded at first. */
export function json(value, open = 4) {
  return h("div", { class: "json" }, line(null, value, open));
}

function line(key, value, open) {
  const name = key === null ? null : h("span", { class: "json-key" }, typeof key === "number" ? "" : `${key}: `);
  if (value === null || typeof value !== "object") return h("div", { class: "json-line" }, name, leaf(value));
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return h("div", { class: "json-line" }, name, `${left}${right}`);
  const short = JSON.stringify(value);
  if (short.length < 56 && entries.every(([, item]) => item === null || typeof item !== "object"))
    return h(
      "div",
      { class: "json-line" },
      name,
      h("span", { class: "json-short" }, short.replaceAll('":', '": ').replaceAll(',"', ', "')),
    );
  const node = h(
    "details",
    { class: "json-fold", open: open > 0 },
    h("summary", {}, name, h("span", { class: "json-size" }, `${left} ${entries.length} ${right}`), hint(value)),
  );
  const fillIn = () => {
    if (node.children.length === 1) for (const [inner, item] of entries) node.append(line(inner, item, open - 1));
  };
  if (open > 0) fillIn();
  else node.addEventListener("toggle", fillIn, { once: true });
  return node;
}

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return h("span", { class: `json-${kind}` }, kind === "string" ? JSON.stringify(value) : String(value));
}

/** What a folded object is, in a word. */
function hint(value) {
  const said = Array.isArray(value) ? null : (value.type ?? value.name ?? value.id);
  return typeof said === "string" ? h("span", { class: "json-hint" }, ` ${said}`) : null;
}
