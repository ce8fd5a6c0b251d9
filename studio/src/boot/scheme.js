// Sets the colour scheme before the first paint. Kept free of imports: it is served as it is.
(function () {
  var wish = null;
  try {
    wish = localStorage.getItem('toolwright-color-scheme');
  } catch {
    // Storage is closed in some privacy modes: follow the system.
  }
  var dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
