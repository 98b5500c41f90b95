// Who has got something while time moved: the page looks through everybody's eyes once and offers to be them.
import { api } from "./api.js";

const LOOKING = 6; // Views asked for at the same time.

/** Newest message of each conversation per person: compared before and after a move. */
async function look(people, keepNotices) {
  const out = new Map();
  const queue = [...people];
  const worker = async () => {
    while (queue.length) {
      const person = queue.shift();
      const view = await api.view(person.id).catch(() => null);
      if (!view) continue;
      // Reading a notice clears it: it must not be lost to its person.
      if (view.notices?.length) keepNotices(person.id, view.notices);
      out.set(person.id, view);
    }
  };
  await Promise.all(Array.from({ length: LOOKING }, worker));
  return out;
}

/** Person id -> how many messages came to them after `since`, from anybody but themselves. */
export async function newsSince(since, people, keepNotices) {
  const views = await look(people, keepNotices);
  const news = new Map();
  for (const [id, view] of views) {
    const count = view.conversations.reduce(
      (sum, item) =>
        sum +
        item.messages.filter((message) => Number(message.ts) > since && message.user !== id && !message.deleted).length,
      0,
    );
    if (count) news.set(id, count);
  }
  return news;
}
