{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme:dark)");
  const key = "starlight-theme";
  const show = (theme) => (root.dataset.theme = theme || "auto");
  try {
    show(localStorage[key]);
  } catch {
    show();
  }
  addEventListener("click", ({ target }) => {
    if (!target.closest(".theme")) return;
    const isDark = root.dataset.theme === "auto" ? dark.matches : root.dataset.theme === "dark";
    // Back to what the system says is no choice any more.
    const next = isDark === dark.matches ? (isDark ? "light" : "dark") : "";
    show(next);
    try {
      localStorage[key] = next;
    } catch {}
  });
}
