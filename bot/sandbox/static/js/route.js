// The address keeps who one is and what is open, so that a link or a reload comes back to the same place.
// #as=U0ADA&c=D123&tab=messages&as2=U0GRACE&c2=C0STORIES&tab2=home

/** Read the address: one place, or two when there is a second person. */
export function readRoute() {
  const params = new URLSearchParams(location.hash.slice(1));
  const places = [];
  for (const suffix of ["", "2"]) {
    const as = params.get(`as${suffix}`);
    if (as) places.push({ as, channel: params.get(`c${suffix}`), tab: params.get(`tab${suffix}`) });
  }
  return places;
}

/** Write the address without a new step in the browser's history. */
export function writeRoute(places) {
  const params = new URLSearchParams();
  places.forEach((place, index) => {
    const suffix = index === 0 ? "" : "2";
    params.set(`as${suffix}`, place.as);
    if (place.channel) params.set(`c${suffix}`, place.channel);
    if (place.tab) params.set(`tab${suffix}`, place.tab);
  });
  const hash = `#${params.toString()}`;
  if (hash !== location.hash) history.replaceState(null, "", hash);
}
