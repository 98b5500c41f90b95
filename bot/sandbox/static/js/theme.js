// Runs before anything is painted, so that a dark page never flashes white. Not a module for the same reason.
(() => {
  const stored = (() => {
    try {
      return localStorage.getItem("sandbox.theme");
    } catch {
      return null; // A browser that forbids storage still gets a page.
    }
  })();
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice = stored === "light" || stored === "dark" ? stored : null;
  const apply = () => {
    document.documentElement.dataset.theme = choice ?? (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  system.addEventListener("change", apply);
  window.sandboxTheme = {
    get current() {
      return document.documentElement.dataset.theme;
    },
    toggle() {
      choice = this.current === "dark" ? "light" : "dark";
      if (choice === (system.matches ? "dark" : "light")) choice = null; // Back to following the system.
      try {
        if (choice) localStorage.setItem("sandbox.theme", choice);
        else localStorage.removeItem("sandbox.theme");
      } catch {
        // Then it lasts until the page is left.
      }
      apply();
    },
  };
  apply();
})();
