// The names that people and apps use most. An unknown name is shown as it was written, as Slack does.

const NAMES = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", clap: "👏", raised_hands: "🙌", pray: "🙏", handshake: "🤝", muscle: "💪",
  point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", ok_hand: "👌", v: "✌️", raised_hand: "✋", writing_hand: "✍️",
  smile: "😄", smiley: "😃", grinning: "😀", slightly_smiling_face: "🙂", blush: "😊", wink: "😉", joy: "😂", thinking_face: "🤔", heart_eyes: "😍",
  neutral_face: "😐", confused: "😕", disappointed: "😞", cry: "😢", sweat_smile: "😅", sunglasses: "😎", sleeping: "😴", relieved: "😌", star_struck: "🤩",
  smirk: "😏", open_mouth: "😮", hugging_face: "🤗", partying_face: "🥳", see_no_evil: "🙈", eyes: "👀", ear: "👂", speaking_head_in_silhouette: "🗣️",
  heart: "❤️", yellow_heart: "💛", green_heart: "💚", blue_heart: "💙", sparkling_heart: "💖", star: "⭐", star2: "🌟", sparkles: "✨", fire: "🔥",
  boom: "💥", tada: "🎉", confetti_ball: "🎊", balloon: "🎈", gift: "🎁", trophy: "🏆", medal: "🏅", first_place_medal: "🥇", dart: "🎯", rocket: "🚀",
  bulb: "💡", mag: "🔍", key: "🔑", lock: "🔒", unlock: "🔓", bell: "🔔", no_bell: "🔕", loudspeaker: "📢", mega: "📣", speech_balloon: "💬", thought_balloon: "💭",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", clock1: "🕐", clock9: "🕘", alarm_clock: "⏰", hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️",
  memo: "📝", pencil: "📝", pencil2: "✏️", book: "📖", books: "📚", open_book: "📖", page_facing_up: "📄", clipboard: "📋", bookmark: "🔖", link: "🔗", paperclip: "📎",
  chart_with_upwards_trend: "📈", bar_chart: "📊", inbox_tray: "📥", outbox_tray: "📤", envelope: "✉️", email: "📧", mailbox: "📫", package: "📦",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔", exclamation: "❗", question: "❓",
  information_source: "ℹ️", red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", six: "6️⃣", arrow_right: "➡️", arrow_left: "⬅️", arrows_counterclockwise: "🔄", repeat: "🔁",
  seedling: "🌱", herb: "🌿", four_leaf_clover: "🍀", deciduous_tree: "🌳", sunflower: "🌻", bouquet: "💐", sunrise: "🌅", sunny: "☀️", cloud: "☁️", umbrella: "☂️", rainbow: "🌈",
  coffee: "☕", tea: "🍵", cake: "🍰", birthday: "🎂", pizza: "🍕", cookie: "🍪", beers: "🍻", clinking_glasses: "🥂", compass: "🧭", map: "🗺️", world_map: "🗺️", earth_africa: "🌍",
  busts_in_silhouette: "👥", bust_in_silhouette: "👤", people_hugging: "🫂", mortar_board: "🎓", brain: "🧠", robot_face: "🤖", computer: "💻", phone: "☎️", telephone_receiver: "📞",
  house: "🏠", office: "🏢", door: "🚪", gear: "⚙️", wrench: "🔧", hammer_and_wrench: "🛠️", shield: "🛡️", scales: "⚖️", ghost: "👻", hatching_chick: "🐣", bee: "🐝", owl: "🦉", zap: "⚡",
  double_vertical_bar: "⏸️", pause_button: "⏸️", arrow_forward: "▶️", new: "🆕", soon: "🔜", heavy_plus_sign: "➕", palm_tree: "🌴", desert_island: "🏝️", crystal_ball: "🔮", mirror: "🪞",
};

/** The character for `:name:`, or null. Skin tones are left out. */
export function emoji(name) {
  return NAMES[name.split("::")[0]] ?? null;
}

/** Text with `:name:` written as characters. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/gi, (whole, name) => emoji(name.toLowerCase()) ?? whole);
}
