// Puts the parts together.
(function (PM) {
  "use strict";

  // Called by the page with the Leaflet map, the groups' layers in the order of the data, and
  // the background tiles or null.
  PM.start = function (map, groups, background) {
    const holder = PM.byId("pm-data");
    const bounds = JSON.parse(holder.dataset.bounds);
    map.attributionControl.setPrefix(false);
    map.fitBounds(bounds, { animate: false });
    PM.load(holder).then((data) => {
      holder.remove();
      build(map, groups, background, data);
    });
  };

  function build(map, groups, background, data) {
    const store = new PM.Store(data);
    const painter = new PM.Painter(map, store, groups);
    const points = new PM.Points(store).addTo(map);
    const panel = new PM.Panel(store, (code) => painter.highlight(code));
    painter.pointAt = (spot) => points.at(spot);
    painter.onHighlight = (code) => panel.markArea(code);
    const goTo = (selected) => {
      store.select(selected);
      const rings = selected.area
        ? painter.shapes.get(selected.area)
        : painter.outlines.get(selected.country);
      if (rings && rings.length) map.fitBounds(L.latLngBounds(rings.flat(2)), { maxZoom: 8 });
    };
    const parts = [
      painter,
      points,
      new PM.Groups(store),
      panel,
      new PM.Timeline(store),
      new PM.Filters(store),
    ];
    new PM.Search(store, goTo);
    dateline(store);
    credits(data);
    tools(map, data, background);
    const countOutside = outside(map, store);
    map.on("moveend", countOutside);
    countOutside();
    store.on((changed) => {
      countOutside();
      for (const part of parts) part === points ? points.redraw() : part.refresh(changed);
      dateline(store);
    });
    map.on("click", (event) => {
      const found = points.at(event.containerPoint);
      if (found) store.select(found);
    });
    keepHash(store, map);
    keepSize(map, points);
    keepPaper(map, points, data);
    PM.app = { map, store, painter, points, panel };
    PM.byId("pm").dataset.ready = "";
  }

  function dateline(store) {
    const { data } = store;
    const shown = store.shown.filter((claim) => !store.state.off.has(claim.actor));
    const documents = new Set(shown.map((claim) => claim.document));
    const areas = store.byArea.size;
    PM.byId("pm-dateline").textContent = [
      data.asOf ? `As of ${PM.day(data.asOf)}` : "No date known",
      PM.count(new Set(store.visible.map((row) => row.actor)).size, "group"),
      PM.count(areas, "province"),
      PM.count(shown.length, "claim"),
      PM.count(documents.size, "document"),
    ].join(" \u00b7 ");
  }

  function credits(data) {
    PM.byId("pm-foot").append(
      PM.el("h2", {}, "What this map is"),
      PM.el(
        "p",
        {},
        "It shows where sources report armed groups, and lets every mark be opened down to the sentence. " +
          "It verifies nothing. A report of presence says nothing of control; a province without a mark may only be one that nobody wrote about. " +
          "Borders are those of the data and no statement about any claim.",
      ),
      PM.el(
        "ul",
        {},
        data.provincesOf
          ? PM.el("li", {}, `Provinces as they stand on ${PM.day(data.provincesOf)}`)
          : null,
        data.credits.map((line) => PM.el("li", {}, line)),
      ),
    );
  }

  function tools(map, data, background) {
    const button = (text, label, click) =>
      PM.el("button", { type: "button", "aria-label": label, title: label, on: { click } }, text);
    const tileBox =
      background &&
      PM.el(
        "label",
        { class: "pm-tiles" },
        PM.el("input", {
          type: "checkbox",
          on: {
            change: (event) => (event.target.checked ? background.addTo(map) : background.remove()),
          },
        }),
        PM.el("span", {}, "Background tiles (asks their server for every view)"),
      );
    PM.byId("pm-tools").append(
      button("+", "Zoom in", () => map.zoomIn()),
      button("\u2212", "Zoom out", () => map.zoomOut()),
      button("\u2922", "Show everything", () => map.fitBounds(data.everything)),
      tileBox || "",
    );
  }

  // Says how many provinces with a report lie outside the view, and leads there.
  function outside(map, store) {
    const note = PM.el("button", {
      type: "button",
      class: "pm-outside",
      on: { click: () => map.fitBounds(store.data.everything) },
    });
    PM.byId("pm-mapbox").append(note);
    return () => {
      const view = map.getBounds();
      const spots = [...store.byArea.keys()]
        .map((code) => store.areas.get(code).at)
        .filter(Boolean);
      const count = spots.filter((spot) => !view.contains(spot)).length;
      note.hidden = count === 0;
      note.textContent = `${PM.count(count, "province")} outside this view`;
    };
  }

  function keepHash(store, map) {
    let last = "";
    const apply = () => {
      if (location.hash === last) return;
      const found = PM.readHash(location.hash, store);
      if (!found) return;
      last = location.hash;
      map.setView(found.view.at, found.view.zoom, { animate: false });
      store.update(found.state);
    };
    const write = () => {
      last = PM.writeHash(store, map);
      history.replaceState(null, "", last);
    };
    apply();
    window.addEventListener("hashchange", apply);
    // A notebook shows the page in a frame that has no address of its own.
    if (location.protocol === "about:") return;
    store.on(write);
    map.on("moveend", write);
  }

  // On paper the map has another size and is always light.
  function keepPaper(map, points, data) {
    let view = null;
    const settle = () => {
      map.invalidateSize({ animate: false });
      points.readColours();
      points.redraw();
    };
    window.addEventListener("beforeprint", () => {
      view = [map.getCenter(), map.getZoom()];
      document.documentElement.classList.add("pm-printing");
      settle();
      map.fitBounds(data.bounds, { animate: false });
      const side = PM.byId("pm-side");
      side.style.zoom = Math.min(1, side.clientHeight / side.scrollHeight);
    });
    window.addEventListener("afterprint", () => {
      document.documentElement.classList.remove("pm-printing");
      PM.byId("pm-side").style.zoom = "";
      settle();
      if (view) map.setView(...view, { animate: false });
    });
  }

  function keepSize(map, points) {
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(PM.byId("pm-mapbox"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      points.readColours();
      points.redraw();
    });
  }
})(PresenceMapper);
