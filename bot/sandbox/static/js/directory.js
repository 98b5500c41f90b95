// Who and what stands behind an id, as one person may know it.

/** People of the workspace (the app's bot among them) and the viewer's conversations. */
export class Directory {
  constructor(company, conversations = []) {
    this.people = company.people;
    this.bot = { is_bot: true, real_name: company.bot.name, display_name: company.bot.name, ...company.bot };
    this.conversations = conversations;
    this.byId = new Map(company.people.map((person) => [person.id, person]));
    if (this.bot.id) this.byId.set(this.bot.id, this.bot);
  }

  person(id) {
    return this.byId.get(id) ?? null;
  }

  /** A person's name as it stands over a message. */
  name(id) {
    const person = this.person(id);
    return person?.real_name || person?.display_name || person?.name || (id === "USLACKBOT" ? "Slackbot" : id);
  }

  conversation(id) {
    return this.conversations.find((item) => item.id === id) ?? null;
  }

  channelName(id) {
    return this.conversation(id)?.name ?? null;
  }

  /** The viewer's conversation with the app. */
  get app() {
    return this.conversations.find((item) => item.kind === "im" && item.members.includes(this.bot.id)) ?? null;
  }

  isApp(conversation) {
    return Boolean(conversation) && conversation.kind === "im" && conversation.members.includes(this.bot.id);
  }
}
