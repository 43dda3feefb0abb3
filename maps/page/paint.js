// The map itself: ground, one layer a group, chips, and the transparent layer that takes the pointer.
(function (PM) {
  "use strict";

  const PANES = { ground: 210, country: 380, area: 400, hit: 450, point: 460, chip: 500 };
  const STATUS_CLASSES = ["reported", "hedged", "conflicting", "denied", "historical"];
  // Stripe distance in pixels where one, two, or more groups share a province, so that the
  // amount of ink stays about the same.
  const SPACING = [7, 11, 15, 20];
  const DENSEST = SPACING.length - 1;
  // Fill opacity for one, two, and three or more independent sources.
  const SUPPORT = [0.55, 0.78, 1];
  const FADED = 0.4;

  PM.statusClass = (status) => STATUS_CLASSES[status];

  PM.Painter = class {
    constructor(map, store, groups) {
      this.map = map;
      this.store = store;
      this.groups = groups;
      this.renderers = {};
      for (const [name, z] of Object.entries(PANES)) {
        map.createPane(`pm-${name}`).style.zIndex = z;
        if (name !== "point" && name !== "chip") {
          this.renderers[name] = L.svg({ pane: `pm-${name}`, padding: 0.3 });
        }
      }
      // A province of no known outline is only listed.
      this.areas = store.data.areas.filter((area) => area.at);
      this.shapes = new Map(this.areas.map((area) => [area.code, PM.polygons(area.shape)]));
      this.drawGround();
      this.drawCountries();
      this.drawRegions();
      this.drawAreas();
      this.drawHits();
      this.labels = new PM.Labels(map, store, this.areas, this.shapes);
      this.refresh();
    }

    polygon(rings, pane, className, interactive) {
      return L.polygon(rings, {
        renderer: this.renderers[pane],
        pane: `pm-${pane}`,
        className,
        interactive: Boolean(interactive),
        bubblingMouseEvents: false,
        smoothFactor: 0.6,
      });
    }

    drawGround() {
      const { base, countries } = this.store.data;
      const add = (layer) => layer.addTo(this.map);
      this.outlines = new Map(
        countries.map((country) => [country.code, PM.polygons(country.shape)]),
      );
      add(
        this.polygon(
          base.world.flatMap((shape) => PM.polygons(shape, 2)),
          "ground",
          "pm-land pm-land-far",
        ),
      );
      add(
        this.polygon(
          base.provinces.flatMap((shape) => PM.polygons(shape)),
          "ground",
          "pm-land",
        ),
      );
      for (const name of ["borders", "disputed"]) {
        const lines = base[name].flatMap((line) => line.map((part) => PM.decode(part)));
        add(
          L.polyline(lines, {
            renderer: this.renderers.ground,
            pane: "pm-ground",
            className: `pm-${name}`,
            interactive: false,
          }),
        );
      }
    }

    // Countries with a report that is no closer: a faint tint and a dashed outline.
    drawCountries() {
      this.countryLayers = new Map();
      const withRows = new Set(
        this.store.data.rows.area.map((area, row) =>
          area ? null : this.store.data.rows.country[row],
        ),
      );
      for (const code of withRows) {
        const rings = code ? this.outlines.get(code) : null;
        if (!rings || !rings.length) continue;
        const layer = this.polygon(rings, "country", "pm-country", true);
        this.listen(layer, PM.selection({ country: code }));
        this.countryLayers.set(code, layer.addTo(this.map));
      }
    }

    // Regions across provinces: a soft patch without an edge.
    drawRegions() {
      this.regionLayers = new Map();
      for (const region of this.store.data.regions) {
        const layer = this.polygon(PM.polygons(region.shape), "country", "pm-region", true);
        this.listen(layer, PM.selection({ region: region.name }));
        this.regionLayers.set(region.name, layer.addTo(this.map));
      }
    }

    drawAreas() {
      const { rows } = this.store.data;
      this.areaLayers = [];
      rows.actor.forEach((actor, row) => {
        const rings = rows.area[row] ? this.shapes.get(rows.area[row]) : null;
        if (!rings) return;
        const hue = this.store.data.actors[actor].hue;
        const layer = this.polygon(rings, "area", `pm-area hue-${hue}`);
        layer.row = row;
        layer.on("add", () => this.styleArea(layer));
        this.areaLayers.push(layer);
        this.groups[actor].addLayer(layer);
      });
      this.drawPatterns();
    }

    drawPatterns() {
      const defs = PM.svg("defs");
      this.store.data.actors.forEach((actor, number) => {
        SPACING.forEach((spacing, density) => {
          for (const kind of ["solid", "hatch"])
            defs.append(pattern(actor, number, spacing, density, kind));
        });
      });
      const holder = PM.svg(
        "svg",
        { class: "pm-defs", "aria-hidden": "true", width: 0, height: 0 },
        defs,
      );
      PM.byId("pm").append(holder);
    }

    drawHits() {
      this.hits = new Map();
      for (const area of this.areas) {
        const layer = this.polygon(this.shapes.get(area.code), "hit", "pm-hit", true);
        this.listen(layer, PM.selection({ area: area.code }));
        this.hits.set(area.code, layer.addTo(this.map));
      }
    }

    listen(layer, selected) {
      layer.on("click", (event) => this.onPick(event.containerPoint, selected));
      layer.on("mouseover", () => selected.area && this.highlight(selected.area));
      layer.on("mouseout", () => this.highlight(null));
      layer.bindTooltip(() => this.tooltip(selected), {
        sticky: true,
        className: "pm-tip",
        opacity: 1,
      });
      // Over a marker the tooltip is the marker's.
      layer.on("mousemove", (event) => {
        const found = this.pointAt ? this.pointAt(event.containerPoint) : null;
        const key = found ? `${found.actor}|${found.point}` : "";
        if (key === layer.tooltipKey) return;
        layer.tooltipKey = key;
        layer.setTooltipContent(this.tooltip(found || selected));
      });
    }

    onPick(point, selected) {
      const found = this.pointAt ? this.pointAt(point) : null;
      this.store.select(found || selected);
    }

    tooltip(selected) {
      const lines = this.tooltipLines(selected);
      return PM.el(
        "div",
        {},
        PM.el("strong", {}, this.tooltipTitle(selected)),
        PM.el("ul", {}, lines.length ? lines : PM.el("li", {}, "nothing shown")),
      );
    }

    tooltipTitle(selected) {
      if (selected.point) return this.store.pointName(selected.point);
      const name = this.store.placeName(selected);
      return selected.area
        ? name
        : selected.region
          ? `${name}, a region`
          : `${name}, no closer than the country`;
    }

    tooltipLines(selected) {
      const { actors, statuses } = this.store.data;
      const line = (actor, note) =>
        PM.el(
          "li",
          { class: `hue-${actors[actor].hue}` },
          PM.el("span", { class: "pm-tip-name" }, actors[actor].name),
          " ",
          PM.el("span", { class: "pm-tip-note" }, note),
        );
      if (selected.region || selected.point) {
        const here = PM.selection({ ...selected, actor: null });
        return [...PM.group(this.store.evidenceFor(here), (claim) => claim.actor)].map(
          ([actor, claims]) => line(actor, PM.count(claims.length, "claim")),
        );
      }
      const rows = selected.area
        ? this.store.byArea.get(selected.area)
        : this.store.byCountry.get(selected.country);
      return (rows || []).map((row) =>
        line(row.actor, `${statuses[row.status]} \u00b7 ${PM.count(row.sources, "source")}`),
      );
    }

    refresh() {
      for (const layer of this.areaLayers) this.styleArea(layer);
      this.groups.forEach((group, actor) => {
        const wanted = !this.store.state.off.has(actor);
        if (wanted !== this.map.hasLayer(group)) wanted ? group.addTo(this.map) : group.remove();
      });
      for (const [code, layer] of this.countryLayers) {
        toggleClass(layer, "is-empty", !this.store.byCountry.has(code));
      }
      for (const [name, layer] of this.regionLayers) {
        toggleClass(layer, "is-empty", !this.store.byRegion.has(name));
      }
      for (const [code, layer] of this.hits) {
        toggleClass(layer, "is-empty", !this.store.byArea.has(code));
        toggleClass(layer, "is-selected", this.isSelected(code));
      }
      this.labels.layout();
    }

    isSelected(code) {
      const { selected } = this.store.state;
      return Boolean(selected) && selected.area === code;
    }

    highlight(code) {
      for (const [other, layer] of this.hits) toggleClass(layer, "is-hovered", other === code);
      this.onHighlight && this.onHighlight(code);
    }

    styleArea(layer) {
      const path = layer.getElement();
      if (!path) return;
      const row = this.store.rows[layer.row];
      const others = row ? this.store.byArea.get(row.area) || [] : [];
      path.classList.toggle("is-hidden", !row);
      if (!row) return;
      STATUS_CLASSES.forEach((name, status) =>
        path.classList.toggle(`is-${name}`, status === row.status),
      );
      path.classList.toggle("is-shared", others.length > 1);
      path.style.fill = this.fill(row, Math.min(Math.max(others.length - 1, 0), DENSEST));
      const support = SUPPORT[Math.min(Math.max(row.sources, 1), SUPPORT.length) - 1];
      path.style.opacity = this.store.faded(row) ? FADED : 1;
      path.style.fillOpacity = support;
    }

    fill(row, density) {
      const kind = PM.fillKind(row.status);
      return kind === "none" ? "none" : `url(#pm-${row.actor}-${density}-${kind})`;
    }
  };

  PM.fillKind = (status) => ["solid", "hatch", "hatch", "none", "none"][status];

  function pattern(actor, number, spacing, density, kind) {
    const id = `pm-${number}-${density}-${kind}`;
    const box = { width: spacing, height: spacing };
    const parts = [
      PM.svg("line", {
        class: `pm-stripe pm-stripe-${density}`,
        x1: 0,
        y1: spacing / 2,
        x2: spacing,
        y2: spacing / 2,
      }),
    ];
    if (kind === "solid")
      parts.unshift(PM.svg("rect", { class: `pm-tint pm-tint-${density}`, ...box }));
    return PM.svg(
      "pattern",
      {
        id,
        patternUnits: "userSpaceOnUse",
        ...box,
        class: `hue-${actor.hue}`,
        patternTransform: `rotate(${-actor.angle})`,
      },
      parts,
    );
  }

  function toggleClass(layer, name, on) {
    const path = layer.getElement();
    if (path) path.classList.toggle(name, on);
  }
})(PresenceMapper);
