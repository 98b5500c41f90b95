// Slack's mrkdwn, into nodes. Nothing here makes markup from text: an injected tag stays the characters it is.
import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A link that leaves the page, and only to where a link may lead; anything else is shown as text. */
export function link(url, label) {
  if (!/^(https?:|mailto:|tel:|\/)/i.test(url)) return h("span", {}, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** A person's or channel's mention as a pill. */
export function mention(kind, id, ctx, label) {
  if (kind === "user") {
    const person = ctx.directory.person(id);
    const mine = id === ctx.me?.id;
    return h(
      "span",
      { class: ["mention", mine && "mention-me"], data: { user: id } },
      `@${person?.display_name || person?.real_name || person?.name || label || id}`,
    );
  }
  if (kind === "channel")
    return h("span", { class: "mention", data: { channel: id } }, `#${ctx.directory.channelName(id) ?? label ?? id}`);
  return h("span", { class: "mention mention-all" }, `@${label ?? id}`);
}

function entity(body, ctx) {
  const [target, ...rest] = body.split("|");
  const label = rest.join("|");
  if (/^@[UWB]\w+$/.test(target)) return mention("user", target.slice(1), ctx, label);
  if (/^#[CGD]\w+$/.test(target)) return mention("channel", target.slice(1), ctx, label);
  if (/^!(channel|here|everyone)$/.test(target)) return mention("broadcast", target.slice(1), ctx);
  if (target.startsWith("!subteam^"))
    return mention("group", target.slice(9), ctx, label.replace(/^@/, "") || undefined);
  if (target.startsWith("!date^")) return dateEntity(target, label, ctx);
  if (/^(https?:|mailto:|tel:)/i.test(target))
    return link(unescape(target), label ? styled(label, ctx) : unescape(target).replace(/^mailto:/, ""));
  return document.createTextNode(`<${unescape(body)}>`);
}

function dateEntity(target, fallback, ctx) {
  const [, epoch, pattern, href] = target.split("^");
  if (!/^-?\d+$/.test(epoch ?? "") || !pattern) return document.createTextNode(unescape(fallback));
  const node = h(
    "time",
    { datetime: new Date(Number(epoch) * 1000).toISOString(), title: ctx.reader.full(Number(epoch)) },
    ctx.reader.slack(Number(epoch), unescape(pattern)),
  );
  return href ? link(unescape(href), node) : node;
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const OPENS = /[\s([{"'“‘/—–:;,.!?*_~-]/;
const CLOSES = /[\s)\]}"'”’/—–:;,.!?*_~-]/;

/** One run of text with its styles, as a list of nodes. */
export function styled(text, ctx) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(document.createTextNode(unescape(plain)));
    plain = "";
  };
  let i = 0;
  while (i < text.length) {
    const rest = text.slice(i);
    const char = text[i];
    let match;
    if (char === "<" && (match = /^<([^<>\n]+)>/.exec(rest))) {
      flush();
      out.push(entity(match[1], ctx));
      i += match[0].length;
    } else if (char === "`" && (match = /^`([^`\n]+)`/.exec(rest))) {
      flush();
      out.push(h("code", { class: "code" }, unescape(match[1])));
      i += match[0].length;
    } else if (char in STYLES && (i === 0 || OPENS.test(text[i - 1])) && (match = closing(text, i, char))) {
      flush();
      out.push(h(STYLES[char], {}, styled(match, ctx)));
      i += match.length + 2;
    } else if (
      char === ":" &&
      (match = /^:([a-z0-9_+-]+):(?::skin-tone-\d:)?/i.exec(rest)) &&
      emoji(match[1].toLowerCase())
    ) {
      flush();
      out.push(
        h(
          "span",
          { class: "emoji", role: "img", "aria-label": match[1].replace(/_/g, " ") },
          emoji(match[1].toLowerCase()),
        ),
      );
      i += match[0].length;
    } else if (
      char === "h" &&
      !ctx.verbatim &&
      (match = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)"'\]]/.exec(rest)) &&
      (i === 0 || /\W/.test(text[i - 1]))
    ) {
      flush();
      out.push(link(unescape(match[0]), unescape(match[0])));
      i += match[0].length;
    } else if (char === "\n") {
      flush();
      out.push(h("br"));
      i += 1;
    } else {
      plain += char;
      i += 1;
    }
  }
  flush();
  return out;
}

/** What stands between a style's mark at `start` and the mark that closes it, or null. */
function closing(text, start, mark) {
  if (/\s/.test(text[start + 1] ?? " ") || text[start + 1] === mark) return null;
  for (let end = start + 1; end < text.length; end += 1) {
    if (text[end] === "\n") return null;
    if (text[end] === "<") {
      const skip = text.indexOf(">", end);
      if (skip > 0) end = skip;
    } else if (
      text[end] === mark &&
      !/\s/.test(text[end - 1]) &&
      (end + 1 === text.length || CLOSES.test(text[end + 1]) || text[end + 1] === "<")
    ) {
      return text.slice(start + 1, end);
    }
  }
  return null;
}

/** A whole mrkdwn text: code fences, quotes, and lines with styles. */
export function mrkdwn(text, ctx) {
  const out = [];
  String(text ?? "")
    .split(/```/)
    .forEach((part, index, all) => {
      const fenced = index % 2 === 1 && index < all.length - 1;
      if (fenced) {
        out.push(h("pre", { class: "pre" }, unescape(part.replace(/^\n|\n$/g, ""))));
      } else {
        const said = index % 2 === 1 ? `\`\`\`${part}` : part;
        out.push(...quoted(index > 0 ? said.replace(/^\n/, "") : said, ctx));
      }
    });
  return out;
}

function quoted(text, ctx) {
  const out = [];
  let run = [];
  let inQuote = false;
  const flush = () => {
    if (!run.length) return;
    const nodes = styled(run.join("\n"), ctx);
    if (inQuote) out.push(h("blockquote", { class: "quote" }, nodes));
    else out.push(...nodes);
    run = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:>|&gt;) ?/.exec(line);
    if (Boolean(quote) !== inQuote) {
      flush();
      inQuote = Boolean(quote);
    }
    run.push(quote ? line.slice(quote[0].length) : line);
  }
  flush();
  return out;
}

/** A text object (`plain_text` or `mrkdwn`) as a list of nodes. */
export function text(object, ctx) {
  if (object === null || object === undefined) return [];
  if (typeof object === "string") return mrkdwn(object, ctx);
  if (object.type === "mrkdwn") return mrkdwn(object.text, { ...ctx, verbatim: object.verbatim });
  return plain(object);
}

/** The nodes of a `plain_text` object: line breaks and, unless switched off, emoji. */
export function plain(object) {
  const said = plainText(object);
  return said
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), document.createTextNode(line)] : [document.createTextNode(line)]));
}

/** A text object as a string, for names and labels. */
export function plainText(object) {
  const said = typeof object === "string" ? object : (object?.text ?? "");
  return object?.emoji === false ? said : withEmoji(unescape(said));
}

/** What a screen reader or a notification says of a mrkdwn text: its words only. */
export function words(said, ctx) {
  const box = h("div", {}, mrkdwn(said ?? "", ctx));
  for (const br of box.querySelectorAll("br")) br.replaceWith(" ");
  return box.textContent.trim();
}
