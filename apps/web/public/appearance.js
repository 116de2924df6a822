// Runs before the first paint, so that a chosen theme never flashes the other one. The settings write the same key.
try {
  const { theme, contrast } = JSON.parse(localStorage.getItem('parley.appearance') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (contrast === 'more' || matchMedia('(prefers-contrast: more)').matches) document.documentElement.dataset.contrast = 'more';
} catch {
  // Storage is closed to us or holds something else: the system decides.
}
