// Modals: a stack of up to three, the newest on top.
import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { renderBlock, touchedOf } from "./blocks.js";
import { fill, h, icon, patch, tabbable, uid } from "./dom.js";
import { plain, plainText } from "./mrkdwn.js";
import { Values } from "./values.js";
import { trap } from "./popup.js";

export class ModalStack {
  constructor(pane) {
    this.pane = pane;
    this.node = h("div", { class: "modal-layer", hidden: true });
    this.values = new Map(); // View id -> what was typed into it.
    this.errors = new Map(); // View id -> what our own check, or the app, said to the last submission.
    this.open = null;
    this.attempts = 0;
    trap(this.node);
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !this.open) return;
      event.preventDefault();
      this.close(this.open.id);
    });
  }

  get isOpen() {
    return this.open !== null;
  }

  forget() {
    this.values.clear();
    this.errors.clear();
    this.before = null;
    this.open = null;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.pane.cover(false);
  }

  draw(stack) {
    const top = stack.at(-1);
    for (const id of this.values.keys()) if (!stack.some((modal) => modal.id === id)) this.values.delete(id);
    if (!top) {
      this.hide();
      return;
    }
    if (!this.values.has(top.id)) this.values.set(top.id, new Values());
    if (this.open?.id !== top.id) this.build(top);
    this.open.depth = stack.length;
    this.update(top);
  }

  hide() {
    if (!this.open) return;
    this.open = null;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.pane.cover(false);
    this.errors.clear();
    const opener = this.before?.isConnected ? this.before : this.sameAs(this.before);
    if (opener) opener.focus({ preventScroll: true });
    else this.pane.messages.scroller.focus({ preventScroll: true });
    this.before = null;
  }

  /** The button that took the opener's place when what lay under the modal was drawn anew meanwhile. */
  sameAs(node) {
    const all = node?.dataset?.action ? this.pane.content.querySelectorAll("[data-action]") : [];
    return [...all].find(
      (one) => one.dataset.action === node.dataset.action && one.textContent === node.textContent,
    );
  }

  build(modal) {
    if (!this.open) this.before = document.activeElement;
    const titleId = uid("modal");
    const form = h("form", {
      class: "modal-form",
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          this.submit();
        },
      },
    });
    const parts = {
      id: modal.id,
      form,
      back: h("span", { class: "modal-edge", "aria-hidden": "true" }),
      title: h("h1", { id: titleId, class: "modal-title" }),
      body: h("div", { class: "modal-body" }),
      blocks: h("div", { class: "blocks" }),
      banner: h("div", { class: "modal-banner", role: "alert", hidden: true }),
      foot: h("footer", { class: "modal-foot" }),
    };
    parts.body.append(parts.banner, parts.blocks);
    form.append(parts.body, parts.foot);
    const box = h(
      "div",
      {
        class: "modal popup-host",
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": titleId,
        tabindex: "-1",
        data: { view: modal.id },
      },
      h(
        "header",
        { class: "modal-head" },
        avatar(this.pane.directory.bot, 24),
        parts.title,
        h(
          "button",
          {
            type: "button",
            class: "icon-btn modal-x",
            "aria-label": "Close",
            on: { click: () => this.close(modal.id, true) },
          },
          icon("close", 20),
        ),
      ),
      form,
    );
    parts.box = box;
    this.open = parts;
    fill(this.node, box);
    this.node.hidden = false;
    this.pane.cover(true);
    this.fresh = true;
  }

  update(modal) {
    const { open, pane } = this;
    const { view } = modal;
    const values = this.values.get(modal.id);
    const errors = { ...(modal.errors ?? {}), ...(this.errors.get(modal.id) ?? {}) };
    const ctx = pane.live(() => ({ type: "view", view_id: modal.id }), values, {
      surface: "modal",
      errors,
      submit: () => open.form.requestSubmit(),
      typed: () => touchedOf(this.view(modal.id)?.blocks, values),
    });
    open.box.classList.toggle("is-stacked", open.depth > 1);
    fill(open.title, plain(view.title ?? ""));
    patch(
      open.blocks,
      (view.blocks ?? []).map((block, index) => ({
        key: block.block_id ?? `block ${index}`,
        sig: JSON.stringify([block, errors[block.block_id] ? [errors[block.block_id], this.attempts] : null]),
        make: () => renderBlock(block, ctx),
      })),
    );
    const loose = Object.entries(errors)
      .filter(([id]) => !(view.blocks ?? []).some((block) => block.block_id === id && block.type === "input"))
      .map(([, said]) => said);
    this.say(loose.join(" "));
    this.foot(modal);
    if (this.fresh) {
      this.fresh = false;
      this.focusFirst(view);
    } else if (!open.box.contains(document.activeElement) && document.activeElement === document.body) {
      open.box.focus({ preventScroll: true });
    }
  }

  foot(modal) {
    const { view } = modal;
    const sig = JSON.stringify([view.submit, view.close]);
    if (this.open.footSig === sig) return;
    this.open.footSig = sig;
    this.open.foot.hidden = !view.submit && !view.close;
    fill(
      this.open.foot,
      (view.close || view.submit) &&
        h(
          "button",
          { type: "button", class: "btn", on: { click: () => this.close(modal.id) } },
          view.close ? plainText(view.close) : "Cancel",
        ),
      view.submit &&
        h(
          "button",
          { type: "submit", class: "btn btn-primary" },
          h("span", { class: "btn-words" }, plainText(view.submit)),
        ),
    );
  }

  focusFirst(view) {
    const wanted = (view.blocks ?? []).find((block) => block.element?.focus_on_load)?.block_id;
    const block = wanted
      ? this.open.blocks.querySelector(`[data-block="${CSS.escape(wanted)}"]`)
      : this.open.blocks.querySelector(".block-input");
    const first = block && tabbable(block)[0];
    (first ?? this.open.box).focus({ preventScroll: true });
  }

  view(id) {
    return this.pane.view?.modals.find((modal) => modal.id === id)?.view;
  }

  say(words) {
    this.open.banner.hidden = !words;
    fill(this.open.banner, words && [icon("warning", 16), h("span", {}, words)]);
  }

  async submit() {
    const { open } = this;
    if (!open || open.busy || !this.view(open.id)?.submit) return;
    this.busy(open, true);
    this.attempts += 1; // The same words under a field twice are still drawn anew.
    let answer;
    try {
      answer = await api.submit(this.pane.as, open.id, touchedOf(this.view(open.id).blocks, this.values.get(open.id)));
    } catch (error) {
      answer = error.body?.errors ? error.body : { ok: false, error: "We had some trouble connecting. Try again?" };
    }
    this.busy(open, false);
    if (answer.ok) this.errors.delete(open.id);
    else this.errors.set(open.id, answer.errors ?? {});
    await this.pane.refresh();
    if (this.open !== open || answer.ok) return;
    if (!answer.errors || !Object.keys(answer.errors).length)
      this.say(answer.error ?? "We had some trouble connecting. Try again?");
    const field = open.box.querySelector(".has-error");
    if (field) {
      (field.querySelector("input, textarea, button") ?? field).focus({ preventScroll: true });
      field.scrollIntoView({ block: "center", behavior: "smooth" });
    }
  }

  busy(open, on) {
    open.busy = on;
    open.form.classList.toggle("is-busy", on);
    const button = open.foot.querySelector('[type="submit"]');
    if (on) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  /** Close the view on top; with `all` everything under it too, as the cross does. */
  async close(id, all = false) {
    if (this.open?.busy) return;
    await api.close(this.pane.as, id, all).catch(() => {});
    await this.pane.refresh();
  }
}
