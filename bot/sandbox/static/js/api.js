// The page's own door to the sandbox: what stands under /sandbox, and the socket that says "something changed".

/** What the sandbox refused, with its answer. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.error ?? `The sandbox answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  let data = null;
  try {
    data = await response.json();
  } catch {
    data = null; // An empty answer, or a page of HTML from something in between.
  }
  if (!response.ok) throw new Refused(response.status, data);
  return data;
}

const post = (name, body) => call("POST", `/sandbox/${name}`, body);
const who = (as) => `as=${encodeURIComponent(as)}`;

export const api = {
  people: () => call("GET", "/sandbox/people"),
  view: (as) => call("GET", `/sandbox/view?${who(as)}`),
  command: (as, channel, text) => post("command", { as, channel, text }),
  press: (as, container, blockId, actionId, value, values) =>
    post("press", {
      as,
      container,
      block_id: blockId,
      action_id: actionId,
      stale: true, // what was shown when it was pressed counts: the app may be changing it at this moment
      ...(value === undefined ? {} : { value }),
      ...(values ? { values } : {}),
    }),
  submit: (as, viewId, values) => post("submit", { as, view_id: viewId, values }),
  close: (as, viewId, all = false) => post("close", { as, view_id: viewId, all }),
  options: (as, container, blockId, actionId, value) =>
    post("options", { as, container, block_id: blockId, action_id: actionId, value }),
  open: (as, tab) => post("open", { as, tab }),
  read: (as, channel) => post("read", { as, channel }),
  say: (as, channel, text) => post("say", { as, channel, text }),
  dm: (as, people) => post("dm", { as, with: people }),
  invite: (as, channel) => post("invite", { as, channel }),
  kick: (as, channel) => post("kick", { as, channel }),
  user: (id, changes) => post("user", { id, ...changes }),
  channel: (id, changes) => post("channel", { id, ...changes }),
  time: (how) => post("time", how),
  bot: (action) => post("bot", { action }),
  fault: (fault) => post("faults", fault),
  clearFaults: () => call("DELETE", "/sandbox/faults"),
  releaseHeld: () => post("faults/release", {}),
  disconnect: (reason) => post("disconnect", { reason }),
  log: (after) => call("GET", `/sandbox/log?after=${after}`),
  guide: () => call("GET", "/sandbox/guide"),
  act: (step) => post("guide", { act: step }),
};

/** Call `changed()` whenever something that this person sees has changed; the answer stops it. Reconnects by itself. */
export function watch(as, changed, connection = () => {}) {
  let stopped = false;
  let socket = null;
  let wait = 250;
  const open = () => {
    if (stopped) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/sandbox/changes?${who(as)}`);
    socket.addEventListener("open", () => {
      wait = 250;
      connection(true);
      changed(); // What happened between the last look and this moment.
    });
    socket.addEventListener("message", () => changed());
    socket.addEventListener("close", () => {
      if (stopped) return;
      connection(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 4000);
    });
  };
  open();
  return () => {
    stopped = true;
    socket?.close();
  };
}

/**
 * Run `work` now, and at most once more after it when it was asked for in between: never two at a time, never one lost.
 * `pause`: milliseconds between two runs, so that a week of moved time does not become a thousand looks.
 */
export function coalesce(work, pause = 0) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
        if (again && pause)
          await new Promise((resolve) => {
            setTimeout(resolve, pause);
          });
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}
