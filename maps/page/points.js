// Markers for claims that are as precise as a place, a surrounding or a district. One canvas for
// all of them: 50,000 elements would stop a browser, 50,000 circles on a canvas do not.
(function (PM) {
  "use strict";

  const RADIUS = 4.5;
  // Rings around places that are only near (2) or the seat of a district (3): so many
  // kilometres, within limits in pixels.
  const RING_KM = { 2: 10, 3: 25 };
  const RING_LIMITS = [7, 16];
  const METRES_PER_PIXEL = 156543; // at zoom 0 on the equator
  const REACH = 10;
  const SPREAD = 6;
  const PADDING = 0.25;

  PM.Points = L.Layer.extend({
    initialize(store) {
      this.store = store;
      this.points = collect(store);
      this.readColours();
    },

    // Once for each colour scheme: to ask the browser makes it lay the page out.
    readColours() {
      const css = getComputedStyle(document.documentElement);
      const read = (name) => css.getPropertyValue(name).trim();
      this.colours = this.store.data.actors.map((actor) => read(`--hue-${actor.hue}`));
      this.halo = read("--paper");
    },

    onAdd(map) {
      this.canvas = L.DomUtil.create(
        "canvas",
        "pm-points leaflet-zoom-hide",
        map.getPane("pm-point"),
      );
      map.on("moveend zoomend resize", this.redraw, this);
      this.redraw();
    },

    onRemove(map) {
      map.off("moveend zoomend resize", this.redraw, this);
      this.canvas.remove();
    },

    redraw() {
      if (!this._map) return;
      const size = this._map
        .getSize()
        .multiplyBy(1 + 2 * PADDING)
        .round();
      const corner = this._map
        .containerPointToLayerPoint(this._map.getSize().multiplyBy(-PADDING))
        .round();
      const scale = window.devicePixelRatio || 1;
      this.canvas.width = size.x * scale;
      this.canvas.height = size.y * scale;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
      L.DomUtil.setPosition(this.canvas, corner);
      const pen = this.canvas.getContext("2d");
      pen.scale(scale, scale);
      this.paint(pen, corner, size);
    },

    paint(pen, corner, size) {
      this.drawn = [];
      const shown = this.firmness();
      for (const point of this.points) {
        if (this.store.state.off.has(point.actor) || !shown.has(point.key)) continue;
        const at = this._map
          .latLngToLayerPoint([point.latitude, point.longitude])
          .add(point.offset);
        const x = at.x - corner.x;
        const y = at.y - corner.y;
        if (x < -20 || y < -20 || x > size.x + 20 || y > size.y + 20) continue;
        circle(
          pen,
          x,
          y,
          this.ring(point),
          this.colours[point.actor],
          this.halo,
          shown.get(point.key),
        );
        this.drawn.push({ x: at.x, y: at.y, point });
      }
    },

    // Keys of the points that are shown -> whether something there is asserted of the present.
    firmness() {
      const { forms } = this.store.data;
      const out = new Map();
      for (const claim of this.store.shown) {
        const key = this.keyOf(claim);
        const firm =
          forms.polarity[claim.form] === "asserted" && forms.time_status[claim.form] === "current";
        if (firm || !out.has(key)) out.set(key, firm);
      }
      return out;
    },

    // The ring's radius in pixels, 0 for an exact place.
    ring(point) {
      const km = RING_KM[point.precision];
      if (!km) return 0;
      const scale =
        (METRES_PER_PIXEL * Math.cos((point.latitude * Math.PI) / 180)) / 2 ** this._map.getZoom();
      return Math.min(Math.max((km * 1000) / scale, RING_LIMITS[0]), RING_LIMITS[1]);
    },

    keyOf(claim) {
      return `${claim.actor}|${claim.place}`;
    },

    // The selection for a pixel of the map's container, or null.
    at(containerPoint) {
      const spot = this._map.containerPointToLayerPoint(containerPoint);
      let best = null;
      let least = REACH * REACH;
      for (const { x, y, point } of this.drawn || []) {
        const distance = (x - spot.x) ** 2 + (y - spot.y) ** 2;
        if (distance < least) {
          least = distance;
          best = point;
        }
      }
      return (
        best &&
        PM.selection({
          actor: best.actor,
          area: best.area,
          country: best.country,
          point: `${best.latitude},${best.longitude}`,
        })
      );
    },
  });

  function collect(store) {
    const { places } = store.data;
    const seen = new Map();
    for (const claim of store.claims) {
      if (places.latitude[claim.place] === null || places.longitude[claim.place] === null) continue;
      if (store.data.forms.polarity[claim.form] === "denied") continue;
      const key = `${claim.actor}|${claim.place}`;
      if (!seen.has(key)) seen.set(key, point(claim, key, places));
    }
    return spread([...seen.values()]);
  }

  function point(claim, key, places) {
    return {
      key,
      actor: claim.actor,
      area: claim.area,
      country: claim.country,
      latitude: places.latitude[claim.place],
      longitude: places.longitude[claim.place],
      precision: places.where_prec[claim.place],
      offset: [0, 0],
    };
  }

  // Several groups at one place stand around it and not on each other.
  function spread(points) {
    for (const same of PM.group(points, (p) => `${p.latitude},${p.longitude}`).values()) {
      if (same.length === 1) continue;
      same.forEach((p, at) => {
        const angle = (2 * Math.PI * at) / same.length;
        p.offset = [Math.cos(angle) * SPREAD, Math.sin(angle) * SPREAD];
      });
    }
    return points;
  }

  // Filled where asserted, hollow where only hedged or of the past.
  function circle(pen, x, y, ring, colour, halo, firm) {
    pen.beginPath();
    pen.arc(x, y, firm ? RADIUS : RADIUS - 1, 0, 2 * Math.PI);
    pen.fillStyle = firm ? colour : halo;
    pen.fill();
    pen.lineWidth = firm ? 1.5 : 2;
    pen.strokeStyle = firm ? halo : colour;
    pen.stroke();
    pen.lineWidth = 1.5;
    if (!ring) return;
    pen.beginPath();
    pen.setLineDash([3, 2.5]);
    pen.arc(x, y, ring, 0, 2 * Math.PI);
    pen.strokeStyle = colour;
    pen.stroke();
    pen.setLineDash([]);
  }
})(PresenceMapper);
