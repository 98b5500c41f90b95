// The app's Home tab.
import { renderBlock, touchedOf } from "./blocks.js";
import { h, patch } from "./dom.js";
import { Values } from "./values.js";

export class Home {
  constructor(pane) {
    this.pane = pane;
    this.blocks = h("div", { class: "blocks home-blocks" });
    this.node = h("div", { class: "home", role: "tabpanel", "aria-label": "Home", tabindex: "0" }, this.blocks);
    this.values = new Values();
    this.id = null;
  }

  draw(opened) {
    const { home } = this.pane.view;
    if (home?.id !== this.id) {
      this.id = home?.id ?? null;
      this.values = new Values();
    }
    const ctx =
      home &&
      this.pane.live(() => ({ type: "view", view_id: this.pane.view?.home?.id }), this.values, {
        surface: "home",
        typed: () => touchedOf(this.pane.view?.home?.view.blocks, this.values),
      });
    patch(
      this.blocks,
      home?.view?.blocks?.length
        ? home.view.blocks.map((block, index) => ({
            key: block.block_id ?? `block ${index}`,
            sig: JSON.stringify([block, this.id, this.pane.reader.tz, Math.floor(this.pane.view.now / 3600)]),
            make: () => renderBlock(block, ctx),
          }))
        : [
            {
              key: "empty",
              sig: "empty",
              make: () =>
                h(
                  "div",
                  { class: "start home-empty" },
                  h("h2", {}, "Nothing here yet"),
                  h("p", {}, `${this.pane.directory.bot.name} has not written anything on this page for you.`),
                ),
            },
          ],
    );
    if (opened) this.node.scrollTop = 0;
  }
}
