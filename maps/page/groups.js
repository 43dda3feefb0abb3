// The grouped layer control, the tray of what is no closer than a country, and the legend.
(function (PM) {
  "use strict";

  // A group's stripes as a style of a plain element: a table has hundreds, and as many SVGs with
  // patterns take a quarter of a second. ``kind`` is how the map fills: solid, hatch or none.
  PM.swatch = function (actor, kind) {
    const swatch = PM.el("span", {
      class: `pm-swatch is-${kind} hue-${actor.hue}`,
      "aria-hidden": "true",
    });
    swatch.style.setProperty("--angle", `${-actor.angle}deg`);
    return swatch;
  };

  PM.Groups = class {
    constructor(store) {
      this.store = store;
      this.root = PM.byId("pm-groups");
      this.tray = PM.byId("pm-tray");
      this.build();
      buildLegend(store);
      this.refresh();
    }

    build() {
      const { actors } = this.store.data;
      const everyone = actors.map((_, number) => number);
      const families = PM.group(everyone, (number) => actors[number].family);
      this.counts = [];
      this.boxes = [];
      this.families = [];
      this.root.append(
        PM.el(
          "div",
          { class: "pm-section-head" },
          PM.el("h2", { id: "pm-groups-title" }, "Groups"),
          PM.el(
            "span",
            { class: "pm-buttons" },
            this.button("All", everyone, true),
            this.button("None", everyone, false),
          ),
        ),
        PM.el(
          "div",
          { class: "pm-families" },
          [...families].map(([family, numbers]) => this.family(family, numbers)),
        ),
      );
    }

    button(text, numbers, shown) {
      const label = shown ? "Show all groups" : "Hide all groups";
      return PM.el(
        "button",
        {
          type: "button",
          class: "pm-small",
          "aria-label": label,
          on: { click: () => this.store.toggle(numbers, shown) },
        },
        text,
      );
    }

    family(name, numbers) {
      const box = PM.el("input", {
        type: "checkbox",
        on: { change: () => this.store.toggle(numbers, box.checked) },
      });
      this.families.push({ box, numbers });
      return PM.el(
        "fieldset",
        { class: "pm-family" },
        PM.el("legend", {}, PM.el("label", {}, box, PM.el("span", { dir: "auto" }, name))),
        PM.el(
          "ul",
          {},
          numbers.map((number) => this.actor(number)),
        ),
      );
    }

    actor(number) {
      const actor = this.store.data.actors[number];
      const box = PM.el("input", {
        type: "checkbox",
        "data-actor": actor.id,
        on: { change: () => this.store.toggle([number], box.checked) },
      });
      this.boxes[number] = box;
      this.counts[number] = PM.el("span", { class: "pm-count" });
      return PM.el(
        "li",
        { class: `pm-actor hue-${actor.hue}` },
        PM.el(
          "label",
          {},
          box,
          PM.swatch(actor, "solid"),
          PM.el(
            "span",
            { class: "pm-actor-name", dir: "auto" },
            actor.short === actor.name
              ? null
              : [PM.el("span", { class: "pm-short" }, actor.short), " "],
            actor.name,
          ),
          this.counts[number],
        ),
      );
    }

    refresh() {
      const { off } = this.store.state;
      const provinces = new Map();
      const countries = new Map();
      for (const row of this.store.rows) {
        if (!row) continue;
        const into = row.area ? provinces : countries;
        into.set(row.actor, (into.get(row.actor) || 0) + 1);
      }
      this.boxes.forEach((box, number) => {
        box.checked = !off.has(number);
        box.closest("li").classList.toggle("is-off", off.has(number));
        const n = provinces.get(number) || 0;
        this.counts[number].textContent = n ? String(n) : countries.has(number) ? "\u2013" : "0";
        this.counts[number].title = n ? PM.count(n, "province") : "no province";
      });
      for (const { box, numbers } of this.families) {
        const shown = numbers.filter((number) => !off.has(number)).length;
        box.checked = shown > 0;
        box.indeterminate = shown > 0 && shown < numbers.length;
      }
      this.refreshTray();
    }

    refreshTray() {
      const { byCountry, data } = this.store;
      const places = [...byCountry].sort((a, b) =>
        this.store.countryName(a[0]).localeCompare(this.store.countryName(b[0])),
      );
      const regions = [...this.store.byRegion].sort((a, b) => a[0].localeCompare(b[0]));
      this.tray.hidden = places.length === 0;
      this.tray.replaceChildren(
        PM.el("h2", { id: "pm-tray-title" }, "No closer than a country"),
        PM.el(
          "ul",
          {},
          places.map(([code, rows]) =>
            PM.el(
              "li",
              {},
              this.trayButton(
                this.store.countryName(code),
                PM.selection({ country: code }),
                "pm-tray-country",
              ),
              PM.el(
                "span",
                { class: "pm-tray-groups" },
                rows.map((row) => this.trayChip(row, data.actors[row.actor])),
              ),
            ),
          ),
        ),
        regions.length
          ? PM.el(
              "p",
              { class: "pm-tray-regions" },
              "Regions across provinces: ",
              regions.map(([name, claims], at) => [
                at ? ", " : "",
                this.trayButton(name, PM.selection({ region: name }), "pm-tray-country"),
                ` (${claims.length})`,
              ]),
            )
          : "",
      );
    }

    trayButton(text, selected, className) {
      return PM.el(
        "button",
        { type: "button", class: className, on: { click: () => this.store.select(selected) } },
        text,
      );
    }

    trayChip(row, actor) {
      const chip = this.trayButton(
        actor.short,
        PM.selection({ actor: row.actor, country: row.country }),
        `pm-chip hue-${actor.hue} is-${PM.statusClass(row.status)}`,
      );
      chip.title = `${actor.name}: ${this.store.data.statuses[row.status]}`;
      chip.setAttribute("aria-label", `${actor.name} in ${this.store.countryName(row.country)}`);
      return chip;
    }
  };

  function buildLegend(store) {
    const { fadeMonths } = store.data;
    const key = (className, text) => PM.el("li", {}, sample(className), PM.el("span", {}, text));
    const fade = PM.el("input", {
      type: "checkbox",
      prop: { checked: true },
      on: { change: () => store.update({ fade: fade.checked }) },
    });
    PM.byId("pm-legend").append(
      PM.el("h2", { id: "pm-legend-title" }, "How to read it"),
      PM.el(
        "ul",
        { class: "pm-key" },
        key("is-reported", "asserted by a source: filled, solid edge"),
        key("is-hedged", "only alleged or suspected: stripes, dashed edge"),
        key("is-conflicting", "claimed and denied: stripes, dotted edge"),
        key("is-denied", "only denied, or only in the past: outline"),
        key("is-country", "reported of the country as a whole"),
        store.data.regions.length
          ? key("is-region", "reported of a region across provinces")
          : null,
        key(
          "is-point",
          "a place (hollow: only alleged, or past); ringed: near it, or its district",
        ),
        key("is-disputed", "disputed border"),
      ),
      PM.el(
        "p",
        { class: "pm-note" },
        "The fill is stronger with two and with three or more independent sources. Copies of one story count once. A small number on a chip counts them.",
      ),
      fadeMonths
        ? PM.el(
            "label",
            { class: "pm-check" },
            fade,
            PM.el(
              "span",
              {},
              `Pale where the newest report is over ${PM.count(fadeMonths, "month")} old`,
            ),
          )
        : null,
    );
    store.on((changed) => changed.has("fade") && (fade.checked = store.state.fade));
  }

  function sample(className) {
    const box = PM.svg("svg", {
      class: `pm-sample ${className}`,
      width: 26,
      height: 16,
      "aria-hidden": "true",
    });
    if (className === "is-point") {
      box.append(
        PM.svg("circle", { cx: 13, cy: 8, r: 3.4, class: "dot" }),
        PM.svg("circle", { cx: 13, cy: 8, r: 6.6, class: "ring" }),
      );
    } else if (className === "is-disputed") {
      box.append(PM.svg("line", { x1: 1, y1: 8, x2: 25, y2: 8 }));
    } else {
      box.append(PM.svg("rect", { x: 1, y: 1, width: 24, height: 14, rx: 2 }));
      if (
        className === "is-hedged" ||
        className === "is-conflicting" ||
        className === "is-reported"
      ) {
        for (let x = -8; x < 26; x += 6)
          box.append(PM.svg("line", { x1: x, y1: 15, x2: x + 14, y2: 1 }));
      }
    }
    return box;
  }
})(PresenceMapper);
