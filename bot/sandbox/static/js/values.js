// What has been typed and chosen, and not been sent yet.

/** What an element's values are kept in while they are not sent yet. */
export class Values {
  constructor() {
    this.map = new Map();
  }

  get(block, action) {
    return this.map.get(`${block}\n${action}`);
  }

  set(block, action, state) {
    this.map.set(`${block}\n${action}`, state);
  }
}
