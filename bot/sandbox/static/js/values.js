// What has been typed and chosen, and not been sent yet.

/** Element states by block and action, in the shape of Slack's `state.values`. */
export class Values {
  constructor() {
    this.map = new Map();
    this.kept = {};
  }

  /** The same, over states that are kept elsewhere: those count where nothing was touched here. */
  over(kept) {
    this.kept = kept;
    return this;
  }

  get(block, action) {
    return this.map.get(`${block}\n${action}`) ?? this.kept[block]?.[action];
  }

  set(block, action, state) {
    this.map.set(`${block}\n${action}`, state);
  }
}
