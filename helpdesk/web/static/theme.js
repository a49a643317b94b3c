// Loaded before the body, so that the chosen theme is there at the first paint.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused (private browsing): the system's theme applies.
}
