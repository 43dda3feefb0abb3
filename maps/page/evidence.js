// The evidence panel: per group the quotes, and who said so, when, and how sure.
(function (PM) {
  "use strict";

  const PAGE = 20;
  const LONGEST = 1200;

  PM.Evidence = class {
    constructor(store, root) {
      this.store = store;
      this.root = root;
      this.refresh();
    }

    refresh() {
      const { selected } = this.store.state;
      this.root.replaceChildren(...(selected ? this.content(selected) : [this.hint()]));
    }

    hint() {
      return PM.el(
        "p",
        { class: "pm-empty" },
        "Choose a province, a chip, a marker or a row to read the sentences behind it.",
      );
    }

    content(selected) {
      const claims = this.store.evidenceFor(selected);
      const groups = PM.group(claims, (claim) => claim.actor);
      const order = [...groups.keys()].sort((a, b) => a - b);
      return [
        this.heading(selected, claims),
        ...order.map((actor) => this.group(actor, groups.get(actor), selected)),
        claims.length
          ? null
          : PM.el(
              "p",
              { class: "pm-empty" },
              "No claim here passes the filters and the groups that are on.",
            ),
      ].filter(Boolean);
    }

    heading(selected, claims) {
      const { data } = this.store;
      const sources = new Set(
        claims.map((claim) => data.documents.publisher[claim.document] || `#${claim.document}`),
      );
      const where =
        selected.area || selected.region || selected.country !== null
          ? this.store.placeName(selected)
          : "Everywhere";
      const country = selected.area
        ? this.store.countryName(
            this.store.areas.has(selected.area)
              ? this.store.areas.get(selected.area).country
              : selected.country,
          )
        : "";
      const about =
        selected.point !== null
          ? "This place only"
          : selected.area
            ? country
            : selected.region
              ? "A region across provinces"
              : selected.country !== null
                ? "As a whole, or a region of it"
                : "";
      const wider = selected.actor !== null || selected.point !== null;
      return PM.el(
        "header",
        { class: "pm-evidence-head" },
        PM.el("h2", { tabindex: "-1", id: "pm-evidence-title", dir: "auto" }, where),
        PM.el(
          "p",
          { class: "pm-sub" },
          [about, PM.count(claims.length, "claim"), PM.count(sources.size, "publisher")]
            .filter(Boolean)
            .join(" \u00b7 "),
        ),
        wider && (selected.area || selected.country !== null)
          ? PM.el(
              "button",
              {
                type: "button",
                class: "pm-small",
                on: {
                  click: () =>
                    this.store.select(
                      PM.selection(
                        selected.area ? { area: selected.area } : { country: selected.country },
                      ),
                    ),
                },
              },
              "All groups here",
            )
          : null,
        PM.el(
          "button",
          {
            type: "button",
            class: "pm-small pm-to-map",
            on: { click: () => PM.byId("pm-mapbox").scrollIntoView({ block: "center" }) },
          },
          "Back to the map",
        ),
      );
    }

    group(actor, claims, selected) {
      const { data, rows } = this.store;
      const about = data.actors[actor];
      const number = this.store.rowNumbers.get(
        this.store.key(actor, selected.area, selected.country),
      );
      const row = number === undefined ? null : rows[number];
      const list = PM.el("ol", { class: "pm-quotes" });
      const more = PM.el("button", { type: "button", class: "pm-small pm-more-quotes" });
      const show = () => {
        const from = list.children.length;
        list.append(...claims.slice(from, from + PAGE).map((claim) => this.claim(claim)));
        const left = claims.length - list.children.length;
        more.hidden = left === 0;
        more.textContent = `Show ${Math.min(left, PAGE)} more of ${left}`;
      };
      more.addEventListener("click", show);
      show();
      return PM.el(
        "section",
        { class: `pm-evidence-group hue-${about.hue}`, "data-actor": about.id },
        PM.el(
          "h3",
          { dir: "auto" },
          PM.swatch(about, row ? PM.fillKind(row.status) : "hatch"),
          PM.el("span", {}, about.name),
        ),
        row ? this.facts(row) : null,
        list,
        more,
      );
    }

    facts(row) {
      const { data } = this.store;
      const fact = (name, value) => PM.el("div", {}, PM.el("dt", {}, name), PM.el("dd", {}, value));
      return PM.el(
        "dl",
        { class: "pm-facts" },
        fact("Status", data.statuses[row.status]),
        fact("Sources", `${row.sources} independent`),
        fact("Newest", PM.day(row.last)),
        fact("Confidence", PM.percent(row.confidence)),
      );
    }

    claim(claim) {
      const { forms, documents, places } = this.store.data;
      const form = claim.form;
      const place = claim.place;
      const tags = [
        PM.RELATIONS[forms.relation[form]],
        PM.POLARITIES[forms.polarity[form]].toLowerCase(),
        forms.time_status[form] === "current" ? null : PM.TIMES[forms.time_status[form]],
        PM.PRECISION[places.where_prec[place]],
        `confidence ${PM.percent(forms.confidence[form])}`,
      ].filter(Boolean);
      return PM.el(
        "li",
        { class: "pm-claim" },
        this.quote(claim),
        forms.attributed_to[form]
          ? PM.el(
              "p",
              { class: "pm-attributed" },
              "According to: ",
              PM.el("bdi", {}, forms.attributed_to[form]),
            )
          : null,
        PM.el(
          "p",
          { class: "pm-place" },
          "Place: ",
          PM.el("bdi", {}, places.place_surface[place] || ""),
          places.place_name[place] && places.place_name[place] !== places.place_surface[place]
            ? [" \u2192 ", PM.el("bdi", {}, places.place_name[place])]
            : null,
          this.when(form),
          this.geocoder(place),
        ),
        PM.el("p", { class: "pm-source" }, this.source(claim.document, documents)),
        this.review(form),
        PM.el(
          "p",
          { class: "pm-tags" },
          tags.map((tag) => PM.el("span", { class: "pm-label" }, tag)),
          PM.el(
            "span",
            { class: "pm-id", title: "Number of the claim in claims.csv" },
            this.store.data.claims.id[claim.index],
          ),
        ),
      );
    }

    // Where the place comes from, unless it is the program's own gazetteer.
    geocoder(place) {
      const { geocode_source: source } = this.store.data.places;
      if (!source || !source[place]) return null;
      return PM.el("span", { class: "pm-geocoder" }, " \u00b7 found by ", PM.el("bdi", {}, source[place]));
    }

    when(form) {
      const { event_start: start, event_end: end } = this.store.data.forms;
      if (!start[form] && !end[form]) return null;
      if (start[form] === end[form]) return ` \u00b7 event ${PM.day(start[form])}`;
      return ` \u00b7 event ${start[form] ? "from " + PM.day(start[form]) : ""} ${end[form] ? "to " + PM.day(end[form]) : ""}`.trimEnd();
    }

    // What a person who read the sentence says of the claim, and what the program had read.
    review(form) {
      const { review, reviewer, review_note: note, extracted } = this.store.data.forms;
      if (!review[form] && !note[form]) return null;
      const before = entries(extracted[form]).filter(([name]) => Object.hasOwn(PM.CORRECTED, name));
      return PM.el(
        "div",
        { class: "pm-review" },
        PM.el(
          "p",
          {},
          PM.el("strong", {}, review[form] ? PM.VERDICTS[review[form]] : "Note"),
          reviewer[form] ? [" by ", PM.el("bdi", {}, reviewer[form])] : null,
          note[form] ? [": ", PM.el("bdi", { class: "pm-review-note" }, note[form])] : null,
        ),
        before.length
          ? PM.el(
              "p",
              {},
              "The program had read: ",
              before.map(([name, text], at) => [
                at ? ", " : "",
                `${PM.CORRECTED[name]} `,
                PM.el("bdi", {}, text === null ? "none" : String(text)),
              ]),
            )
          : null,
      );
    }

    source(doc, documents) {
      const title = documents.title[doc] || documents.url[doc] || documents.document_id[doc];
      const href = PM.safeHref(documents.url[doc]);
      const name = href
        ? PM.el(
            "a",
            {
              href,
              target: "_blank",
              rel: "noopener noreferrer nofollow",
              dir: "auto",
              class: "pm-clip",
            },
            title,
          )
        : PM.el("span", { dir: "auto", class: "pm-clip" }, title);
      const publisher = documents.publisher[doc];
      return [
        publisher ? [PM.el("bdi", { class: "pm-publisher" }, publisher), ", "] : null,
        PM.el(
          "time",
          { datetime: documents.published[doc] || null },
          PM.day(documents.published[doc]),
        ),
        ": ",
        name,
        href || !documents.url[doc]
          ? null
          : [" (", PM.el("bdi", { class: "pm-clip" }, documents.url[doc]), ")"],
      ];
    }

    // The sentence with the words that name the group and the place marked.
    quote(claim) {
      const { forms, places, sentences } = this.store.data;
      const text = sentences.quote[claim.sentence];
      const block = PM.el("blockquote", { dir: "auto" });
      const marks = [
        [forms.actor_surface[claim.form], "actor"],
        [places.place_surface[claim.place], "place"],
      ];
      const show = (shown) => block.replaceChildren(...marked(shown, marks));
      show(text.length > LONGEST ? text.slice(0, LONGEST) + "\u2026" : text);
      if (text.length <= LONGEST) return block;
      const button = PM.el(
        "button",
        {
          type: "button",
          class: "pm-small",
          on: {
            click: () => {
              show(text);
              button.remove();
            },
          },
        },
        `Show the whole text (${PM.number(text.length)} characters)`,
      );
      return PM.el("div", {}, block, button);
    }
  };

  // What stood in the fields that a reviewer changed; none where somebody wrote something else.
  function entries(text) {
    try {
      return Object.entries(JSON.parse(text) || {});
    } catch {
      return [];
    }
  }

  function marked(text, marks) {
    const found = [];
    for (const [words, kind] of marks) {
      const start = words ? text.indexOf(words) : -1;
      const end = start + (words || "").length;
      if (start >= 0 && !found.some((other) => start < other.end && end > other.start))
        found.push({ start, end, kind });
    }
    found.sort((a, b) => a.start - b.start);
    const parts = [];
    let at = 0;
    for (const { start, end, kind } of found) {
      parts.push(
        text.slice(at, start),
        PM.el("mark", { class: `is-${kind}` }, text.slice(start, end)),
      );
      at = end;
    }
    parts.push(text.slice(at));
    return parts;
  }
})(PresenceMapper);
