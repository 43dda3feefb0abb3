// Filters, and the search over places, groups and publishers.
(function (PM) {
  "use strict";

  const MOST_HITS = 8;

  PM.Filters = class {
    constructor(store) {
      this.store = store;
      this.root = PM.byId("pm-filters");
      this.build();
      this.refresh();
    }

    build() {
      const { store } = this;
      this.confidence = PM.el("input", {
        type: "range",
        min: 0,
        max: 100,
        step: 5,
        id: "pm-confidence",
        on: { input: () => store.update({ minConfidence: Number(this.confidence.value) }) },
      });
      this.confidenceText = PM.el("output", { for: "pm-confidence" });
      const publishers = [...new Set(store.data.documents.publisher)]
        .filter(Boolean)
        .sort((a, b) => a.localeCompare(b));
      this.source = PM.el(
        "select",
        { id: "pm-source", on: { change: () => store.update({ source: this.source.value }) } },
        PM.el("option", { value: "" }, "All sources"),
        publishers.map((name) => PM.el("option", { value: name }, clip(name))),
      );
      this.reset = PM.el(
        "button",
        { type: "button", class: "pm-small", on: { click: () => store.update(cleared()) } },
        "Clear filters",
      );
      this.root.append(
        PM.el(
          "div",
          { class: "pm-section-head" },
          PM.el("h2", { id: "pm-filters-title" }, "Filters"),
          this.reset,
        ),
        PM.el(
          "div",
          { class: "pm-field" },
          PM.el("label", { for: "pm-confidence" }, "Confidence at least"),
          this.confidenceText,
          this.confidence,
        ),
        this.choices("polarities", "Stated as", PM.POLARITIES),
        this.choices("relations", "What is reported", PM.RELATIONS),
        publishers.length
          ? PM.el(
              "div",
              { class: "pm-field" },
              PM.el("label", { for: "pm-source" }, "Source"),
              this.source,
            )
          : "",
      );
    }

    choices(field, title, names) {
      const boxes = Object.entries(names).map(([value, name]) => {
        const box = PM.el("input", {
          type: "checkbox",
          "data-field": field,
          value,
          on: { change: () => this.choose(field, value, box.checked) },
        });
        return PM.el("label", { class: "pm-check" }, box, PM.el("span", {}, name));
      });
      return PM.el("fieldset", { class: "pm-choices" }, PM.el("legend", {}, title), boxes);
    }

    choose(field, value, on) {
      const chosen = new Set(this.store.state[field]);
      on ? chosen.add(value) : chosen.delete(value);
      this.store.update({ [field]: chosen });
    }

    refresh() {
      const { state } = this.store;
      this.confidence.value = state.minConfidence;
      this.confidenceText.textContent = `${state.minConfidence} %`;
      this.source.value = state.source;
      this.reset.hidden = !this.store.filtered;
      for (const box of this.root.querySelectorAll("input[data-field]"))
        box.checked = state[box.dataset.field].has(box.value);
    }
  };

  function cleared() {
    const { to, undated, minConfidence, polarities, relations, source } = PM.initialState();
    return { to, undated, minConfidence, polarities, relations, source };
  }

  const clip = (text) => (text.length > 60 ? text.slice(0, 59) + "\u2026" : text);

  PM.Search = class {
    constructor(store, onPlace) {
      this.store = store;
      this.onPlace = onPlace;
      this.entries = entries(store);
      this.hits = [];
      this.at = -1;
      this.list = PM.el("ul", {
        id: "pm-hits",
        role: "listbox",
        "aria-label": "Results",
        hidden: true,
      });
      this.input = PM.el("input", {
        type: "search",
        role: "combobox",
        "aria-label": "Search places, groups and publishers",
        placeholder: "Search places, groups, publishers",
        autocomplete: "off",
        spellcheck: "false",
        "aria-expanded": "false",
        "aria-controls": "pm-hits",
        "aria-autocomplete": "list",
        on: {
          input: () => this.find(),
          keydown: (event) => this.key(event),
          blur: () => setTimeout(() => this.close(), 150),
        },
      });
      PM.byId("pm-search").append(this.input, this.list);
    }

    find() {
      const wanted = fold(this.input.value.trim());
      this.hits = wanted
        ? this.entries
            .filter((entry) => entry.key.includes(wanted))
            .sort(
              (a, b) =>
                Number(!a.key.startsWith(wanted)) - Number(!b.key.startsWith(wanted)) ||
                a.text.localeCompare(b.text),
            )
            .slice(0, MOST_HITS)
        : [];
      this.at = this.hits.length ? 0 : -1;
      this.show(Boolean(wanted));
    }

    show(open) {
      const nothing = PM.el(
        "li",
        { class: "pm-empty", role: "option", "aria-disabled": "true" },
        "Nothing found",
      );
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      this.list.replaceChildren(
        ...(this.hits.length
          ? this.hits.map((hit, at) =>
              PM.el(
                "li",
                {
                  role: "option",
                  id: `pm-hit-${at}`,
                  "aria-selected": String(at === this.at),
                  on: {
                    mousedown: (event) => {
                      event.preventDefault();
                      this.pick(hit);
                    },
                  },
                },
                PM.el("bdi", { class: "pm-clip" }, hit.text),
                PM.el("span", { class: "pm-kind" }, hit.kind),
              ),
            )
          : [nothing]),
      );
      if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `pm-hit-${this.at}`);
      else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && this.hits.length) {
        this.at = (this.at + step + this.hits.length) % this.hits.length;
        this.show(true);
        event.preventDefault();
      } else if (event.key === "Enter" && this.at >= 0) {
        this.pick(this.hits[this.at]);
      } else if (event.key === "Escape") {
        this.close();
      }
    }

    pick(hit) {
      this.input.value = hit.text;
      this.close();
      hit.run(this);
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
    }
  };

  function entries(store) {
    const out = [];
    const add = (text, kind, run, more) =>
      out.push({ text, kind, run, key: fold(`${text} ${more || ""}`) });
    for (const area of store.data.areas) {
      add(
        area.name,
        "province",
        (search) => search.onPlace(PM.selection({ area: area.code })),
        area.code,
      );
    }
    const countries = new Set(store.data.rows.country.filter(Boolean));
    for (const code of countries)
      add(
        store.countryName(code),
        "country",
        (search) => search.onPlace(PM.selection({ country: code })),
        code,
      );
    for (const region of store.data.regions)
      add(region.name, "region", (search) => search.onPlace(PM.selection({ region: region.name })));
    store.data.actors.forEach((actor, number) => {
      add(
        actor.name,
        "group",
        () => {
          if (store.state.off.has(number)) store.toggle([number], true);
          store.select(PM.selection({ actor: number }));
        },
        actor.short,
      );
    });
    for (const name of new Set(store.data.documents.publisher))
      if (name) add(name, "publisher", () => store.update({ source: name }));
    return out.concat(placeEntries(store));
  }

  // Towns and districts as the texts write them.
  function placeEntries(store) {
    const { places } = store.data;
    const seen = new Set();
    const out = [];
    places.place_name.forEach((name, place) => {
      const area = places.admin1_code[place];
      const text = name || places.place_surface[place];
      if (
        !area ||
        !text ||
        seen.has(`${text}|${area}`) ||
        !store.areas.has(area) ||
        store.areas.get(area).name === text
      )
        return;
      seen.add(`${text}|${area}`);
      out.push({
        text,
        kind: `place in ${store.areas.get(area).name}`,
        key: fold(`${text} ${places.place_surface[place] || ""}`),
        run: (search) => search.onPlace(PM.selection({ area })),
      });
    });
    return out;
  }

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
})(PresenceMapper);
