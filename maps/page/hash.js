// The state in the address, so that a view can be sent.
(function (PM) {
  "use strict";

  PM.writeHash = function (store, map) {
    const { state, data } = store;
    const centre = map.getCenter();
    const parts = [`v=${centre.lat.toFixed(3)},${centre.lng.toFixed(3)},${map.getZoom()}`];
    const add = (name, value) => parts.push(`${name}=${encodeURIComponent(value)}`);
    if (state.off.size)
      add(
        "off",
        [...state.off]
          .map((actor) => data.actors[actor].id)
          .sort()
          .join("\n"),
      );
    if (state.to !== null) add("to", PM.monthIso(state.to));
    if (!state.undated) add("undated", "0");
    if (!state.fade) add("fade", "0");
    if (state.minConfidence) add("conf", state.minConfidence);
    if (state.polarities.size < PM.ALL_POLARITIES.length)
      add("pol", [...state.polarities].sort().join(","));
    if (state.relations.size < PM.ALL_RELATIONS.length)
      add("rel", [...state.relations].sort().join(","));
    if (state.source) add("src", state.source);
    if (state.selected) add("sel", written(state.selected, data));
    if (state.tab !== "table") add("tab", state.tab);
    return `#${parts.join("&")}`;
  };

  // The part of the state that a hash holds and, as ``view``, centre and zoom; null where it is
  // no state of this page.
  PM.readHash = function (hash, store) {
    const found = new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B"));
    const view = (found.get("v") || "").split(",").map(Number);
    if (view.length !== 3 || !view.every(Number.isFinite)) return null;
    const { data } = store;
    const state = PM.initialState();
    const off = new Set((found.get("off") || "").split("\n"));
    data.actors.forEach((actor, number) => off.has(actor.id) && state.off.add(number));
    state.to = month(found.get("to"), store);
    state.undated = found.get("undated") !== "0";
    state.fade = found.get("fade") !== "0";
    state.minConfidence = Math.min(Math.max(Number(found.get("conf")) || 0, 0), 100);
    if (found.has("pol")) state.polarities = subset(found.get("pol"), PM.ALL_POLARITIES);
    if (found.has("rel")) state.relations = subset(found.get("rel"), PM.ALL_RELATIONS);
    state.source = data.documents.publisher.includes(found.get("src")) ? found.get("src") : "";
    state.selected = found.has("sel") ? read(found.get("sel"), store) : null;
    state.tab = ["table", "matrix", "evidence"].includes(found.get("tab"))
      ? found.get("tab")
      : "table";
    return { state, view: { at: [view[0], view[1]], zoom: view[2] } };
  };

  function month(text, store) {
    if (!/^\d{4}-\d{2}$/.test(text || "") || store.firstMonth === null) return null;
    const value = PM.monthOf(`${text}-01`);
    return value >= store.lastMonth ? null : Math.max(value, store.firstMonth);
  }

  const subset = (text, all) => new Set(text.split(",").filter((value) => all.includes(value)));

  const written = (selected, data) =>
    [
      selected.actor === null ? "" : data.actors[selected.actor].id,
      selected.area || "",
      selected.country || "",
      selected.point || "",
      selected.region || "",
    ].join("\n");

  function read(text, store) {
    const [actor, area, country, point, region] = text.split("\n");
    const number = store.data.actors.findIndex((one) => one.id === actor);
    return PM.selection({
      actor: number < 0 ? null : number,
      area: area || null,
      country: country || null,
      point: point || null,
      region: region || null,
    });
  }
})(PresenceMapper);
