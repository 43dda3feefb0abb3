// Folium's own popups, which a user may add to the map, ask for two things of jQuery. This
// gives them, so that such a map needs no network either. The page itself never uses it.
window.$ = function (what) {
  "use strict";
  if (typeof what !== "string") return { ready: (run) => run() };
  const template = document.createElement("template");
  template.innerHTML = what.trim();
  return template.content.children;
};
