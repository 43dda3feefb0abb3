// Names and chips on the map: one chip a group in a province, as large as there is room for.
(function (PM) {
  "use strict";

  const PANE = "pm-chip";
  const ROOM_FOR_NAMES = 96;
  const ROOM_FOR_DOTS = 26;
  const MOST_CHIPS = 6;
  const MOST_BARE = 3;
  const DOTS_IN_A_ROW = 4;
  // Pixels a degree from which on provinces without a report have their names.
  const NAMES_FROM = 75;

  PM.Labels = class {
    // ``areas`` are the provinces with a report and an outline, ``shapes`` their outlines.
    constructor(map, store, areas, shapes) {
      this.map = map;
      this.store = store;
      this.drawChips(areas, shapes);
      this.drawCountries(store.data.countries);
      this.provinceNames = L.layerGroup().addTo(map);
      map.on("moveend", () => this.layout());
    }

    drawChips(areas, shapes) {
      const chips = areas.map((area) => {
        const node = PM.el("div", { class: "pm-tag" });
        this.label(area.at, node);
        const box = L.latLngBounds(shapes.get(area.code).flat(2));
        const size = (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
        return { area, node, box, size };
      });
      // Names of large provinces are placed first.
      this.chips = new Map(
        chips.sort((a, b) => b.size - a.size).map((chip) => [chip.area.code, chip]),
      );
    }

    drawCountries(countries) {
      this.countryNames = countries
        .filter((country) => country.at)
        .map((country) => {
          const node = PM.el(
            "span",
            { class: "pm-country-name", "aria-hidden": "true" },
            country.name,
          );
          this.label(country.at, node);
          return { node, at: country.at, width: country.name.length * 11 };
        });
    }

    label(at, node) {
      const icon = L.divIcon({ html: node, className: "pm-anchor", iconSize: [0, 0] });
      return L.marker(at, { icon, pane: PANE, interactive: false, keyboard: false }).addTo(
        this.map,
      );
    }

    // Chips: named where a province is wide on the screen, dots where it is narrow.
    layout() {
      const placed = [];
      for (const chip of this.chips.values()) this.layoutChip(chip, placed);
      for (const { node, at, width } of this.countryNames) {
        const rect = around(this.map.latLngToLayerPoint(at), [width, 16]);
        const covered = placed.some((other) => overlaps(rect, other)) || this.isCut(at, width);
        node.classList.toggle("is-away", covered);
        if (!covered) placed.push(rect);
      }
      this.nameProvinces(placed);
    }

    // Whether a name would be cut by the left or right edge of the map.
    isCut(at, width) {
      const { x } = this.map.latLngToContainerPoint(at);
      return x < width / 2 || x > this.map.getSize().x - width / 2;
    }

    // Names of provinces without a report, where there is room.
    nameProvinces(placed) {
      this.provinceNames.clearLayers();
      const view = this.map.getBounds();
      if (this.map.getSize().x / (view.getEast() - view.getWest()) < NAMES_FROM) return;
      for (const [name, latitude, longitude] of this.store.data.labels) {
        if (!view.contains([latitude, longitude])) continue;
        const rect = around(this.map.latLngToLayerPoint([latitude, longitude]), [
          name.length * 6.5,
          14,
        ]);
        if (placed.some((other) => overlaps(rect, other))) continue;
        placed.push(rect);
        this.provinceNames.addLayer(
          this.label(
            [latitude, longitude],
            PM.el("span", { class: "pm-province-name", "aria-hidden": "true" }, name),
          ),
        );
      }
    }

    layoutChip({ area, node, box }, placed) {
      const rows = this.store.byArea.get(area.code) || [];
      node.replaceChildren();
      node.hidden = rows.length === 0;
      if (!rows.length) return;
      const at = this.map.latLngToLayerPoint(area.at);
      const west = this.map.latLngToLayerPoint(box.getNorthWest());
      const east = this.map.latLngToLayerPoint(box.getSouthEast());
      const room = Math.min(east.x - west.x, (east.y - west.y) * 1.6);
      for (const size of ["names", "dots", "bare"]) {
        const extent = chipExtent(size, area.name, rows.length);
        if (size === "names" && room < Math.max(extent[0], ROOM_FOR_NAMES)) continue;
        if (size === "dots" && room < ROOM_FOR_DOTS) continue;
        const rect = around(at, extent);
        if (placed.some((other) => overlaps(rect, other))) continue;
        placed.push(rect);
        this.fillChip(node, area, rows, size);
        return;
      }
      node.hidden = true;
    }

    fillChip(node, area, rows, size) {
      node.className = `pm-tag is-${size}`;
      if (size !== "bare") node.append(PM.el("span", { class: "pm-tag-name" }, area.name));
      if (size === "bare" && rows.length > MOST_BARE) {
        node.append(
          PM.el(
            "span",
            { class: "pm-badge", title: PM.count(rows.length, "group") },
            String(rows.length),
          ),
        );
        return;
      }
      const line = PM.el("span", { class: "pm-chips" });
      for (const row of rows.slice(0, MOST_CHIPS)) line.append(this.chip(row, area, size));
      if (rows.length > MOST_CHIPS)
        line.append(PM.el("span", { class: "pm-more" }, `+${rows.length - MOST_CHIPS}`));
      node.append(line);
    }

    chip(row, area, size) {
      const actor = this.store.data.actors[row.actor];
      const pick = (event) => {
        L.DomEvent.stop(event);
        this.store.select(PM.selection({ actor: row.actor, area: area.code }));
      };
      return PM.el(
        "button",
        {
          type: "button",
          tabindex: "-1",
          title: `${actor.name}: ${this.store.data.statuses[row.status]}, ${PM.count(row.sources, "independent source")}`,
          class: `pm-chip hue-${actor.hue} is-${PM.statusClass(row.status)}${this.store.faded(row) ? " is-faded" : ""}`,
          "aria-label": `${actor.name} in ${area.name}`,
          on: { click: pick, dblclick: L.DomEvent.stop, mousedown: L.DomEvent.stopPropagation },
        },
        size === "names" ? actor.short : "",
        size === "names" && row.sources > 1 ? PM.el("sup", {}, String(row.sources)) : null,
      );
    }
  };

  // Width and height in pixels, estimated so that no layout has to be read.
  function chipExtent(size, name, count) {
    const shown = Math.min(count, MOST_CHIPS);
    if (size === "names")
      return [
        Math.max(Math.min(name.length * 7.2, 130), Math.min(shown, 3) * 46),
        18 + Math.ceil(shown / 3) * 18,
      ];
    const dots = [Math.min(shown, DOTS_IN_A_ROW) * 11, Math.ceil(shown / DOTS_IN_A_ROW) * 11];
    if (size === "dots") return [Math.max(name.length * 7, dots[0]), dots[1] + 15];
    return shown > MOST_BARE ? [20, 18] : dots;
  }

  const around = (at, [width, height]) => [
    at.x - width / 2,
    at.y - height / 2,
    at.x + width / 2,
    at.y + height / 2,
  ];

  function overlaps(a, b) {
    return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  }
})(PresenceMapper);
