// The only way nodes are made on this page: no markup is ever built from text, so no text can become markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `props`: attributes; `on` holds listeners, `data` the dataset; false, null and undefined are
 * left out.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  setProps(node, props);
  append(node, children);
  return node;
}

function setProps(node, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, item] of Object.entries(value))
        if (item !== null && item !== undefined) node.dataset[key] = item;
    } else if (name === "class") {
      node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
    } else if (name === "value" || name === "checked" || name === "disabled" || name === "indeterminate") {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
}

/** Append nodes, strings and nested lists of them; empty values are left out. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Replace what stands in `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

let counter = 0;
/** An id that is unique on the page, for labels and descriptions. */
export function uid(prefix = "id") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/**
 * Make the children of `container` those of `items` ({key, sig, make}), keeping every node whose `sig` has not changed:
 * what one is typing, scrolling or focusing survives changes elsewhere. A focused node that must be made anew gets
 * the focus back.
 */
export function patch(container, items) {
  const old = new Map();
  for (const child of container.children) old.set(child.dataset.key, child);
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  let lost = null;
  let cursor = container.firstElementChild;
  for (const item of items) {
    const key = String(item.key);
    let node = old.get(key);
    if (node && node.patchSig !== item.sig) {
      if (focused && node.contains(focused)) lost = { key, trail: trailOf(focused) };
      const fresh = item.make();
      if (cursor === node) cursor = fresh;
      node.replaceWith(fresh);
      node = fresh;
    } else if (!node) {
      node = item.make();
    }
    old.delete(key);
    node.dataset.key = key;
    node.patchSig = item.sig;
    if (node === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
  for (const node of old.values()) {
    // A view that is published anew has other block ids: the button with the same words takes over.
    if (focused && node.contains(focused)) lost = { key: null, trail: trailOf(focused) };
    node.remove();
  }
  if (lost) refocus(container, lost);
}

function trailOf(node) {
  return { focus: node.dataset.focus ?? null, name: node.getAttribute("aria-label") ?? node.textContent };
}

function refocus(container, { key, trail }) {
  const home = key === null ? container : [...container.children].find((child) => child.dataset.key === key);
  if (!home) return;
  const all = [home, ...home.querySelectorAll("button, input, textarea, [tabindex]")];
  const same =
    all.find((node) => trail.focus && node.dataset?.focus === trail.focus) ??
    all.find((node) => node !== home && (node.getAttribute("aria-label") ?? node.textContent) === trail.name) ??
    (key === null ? null : all.find((node) => node.matches("[tabindex], button")));
  same?.focus({ preventScroll: true });
}

const ICONS = {
  hash: ["M6.5 3 5 15M13 3l-1.5 12M3 6.500h12.500M2.500 11.500H15"],
  lock: ["M5 8V6a4 4 0 0 1 8 0v2M4 8h10v7H4z"],
  chevron: ["m5 7 4 4 4-4"],
  right: ["m7 5 4 4-4 4"],
  left: ["m11 5-4 4 4 4"],
  close: ["m5 5 8 8M13 5l-8 8"],
  plus: ["M9 4v10M4 9h10"],
  more: ["M4.500 9h.01M9 9h.01M13.500 9h.01"],
  dots: ["M9 4.500v.01M9 9v.01M9 13.500v.01"],
  send: ["M3 9h6M3.200 3.500 15.500 9 3.200 14.500 4.500 9z"],
  menu: ["M3 5h12M3 9h12M3 13h12"],
  home: ["M3 8.500 9 3.500l6 5V15h-4v-4H7v4H3z"],
  chat: ["M3 4h12v8.500H8L4.500 15v-2.500H3z"],
  check: ["m4 9.500 3.300 3.300L14 5.800"],
  clock: ["M9 2.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM9 5.500V9l2.500 1.700"],
  calendar: ["M3 4.500h12V15H3zM3 7.800h12M6 2.800v3M12 2.800v3"],
  split: ["M2.500 3.500h13v11h-13zM9 3.500v11"],
  plug: ["M6.500 2.500v3.500M11.500 2.500v3.500M4.500 6h9v2.500a4.500 4.500 0 0 1-9 0zM9 13v3"],
  power: ["M9 2.500v6M5.500 4.700a5.500 5.500 0 1 0 7 0"],
  pulse: ["M2 9.500h3l2-5 3.500 9 2-4H16"],
  guide: ["M3 4c2-.8 4-.8 6 .6V15c-2-1.300-4-1.300-6-.6zM15 4c-2-.8-4-.8-6 .6V15c2-1.300 4-1.300 6-.6z"],
  sun: [
    "M9 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM9 1.800v1.500M9 14.700v1.500M1.800 9h1.500M14.700 9h1.500M3.900 3.900l1 1M13.100 13.100l1 1M14.100 3.900l-1 1M4.900 13.100l-1 1",
  ],
  moon: ["M14.500 10.800A6 6 0 0 1 7.200 3.500a6 6 0 1 0 7.300 7.300z"],
  eye: [
    "M2 9s2.500-4.500 7-4.500S16 9 16 9s-2.500 4.500-7 4.500S2 9 2 9zM9 7.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600z",
  ],
  trash: ["M3.500 5h11M7 5V3h4v2M5 5l.7 10h6.600L13 5"],
  down: ["M9 3.500v11M4.500 10 9 14.500l4.500-4.500"],
  skip: ["m4 4.500 5.500 4.500L4 13.500zM13.500 4v10"],
  file: ["M5 2.500h5l3.500 3.500v9.500H5zM10 2.500V6h3.500"],
  people: [
    "M6.800 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM2.500 14.500c0-2.300 1.900-4 4.300-4s4.300 1.700 4.300 4M11.500 3.700a2.500 2.500 0 0 1 0 4.600M13 10.800c1.500.6 2.500 2 2.500 3.700",
  ],
  info: ["M9 2.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM9 8.500V12M9 6v.01"],
  warning: ["M9 3 16 15H2zM9 7.500v3.500M9 13v.01"],
};

/** A line icon; it says nothing to a screen reader, so its button needs a name of its own. */
export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 18 18");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of ICONS[name] ?? []) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Say something to screen readers without moving the focus. */
export function announce(text) {
  const node = document.getElementById("announcer");
  if (!node) return;
  node.textContent = "";
  setTimeout(() => {
    node.textContent = text;
  }, 30);
}

/** All things inside `node` that the Tab key reaches. */
export function tabbable(node) {
  const all = node.querySelectorAll('a[href], button, input, textarea, select, [tabindex]:not([tabindex="-1"])');
  return [...all].filter((item) => !item.disabled && item.tabIndex >= 0 && item.getClientRects().length > 0);
}
