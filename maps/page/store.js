// The data, what the reader has chosen, and what follows from both.
(function (PM) {
  "use strict";

  const ALL_POLARITIES = ["asserted", "hedged", "denied"];
  const ALL_RELATIONS = ["presence", "attack", "operation", "control", "other"];
  const DENIED_ONLY = 3;
  const REGION = 5; // where_prec

  PM.initialState = () => ({
    off: new Set(), // numbers of actors
    to: null, // last month shown, or null for all
    undated: true,
    minConfidence: 0, // per cent
    polarities: new Set(ALL_POLARITIES),
    relations: new Set(ALL_RELATIONS),
    source: "",
    fade: true,
    selected: null, // {actor, area, country, point, region}, each or null
    tab: "table",
  });

  PM.Store = class {
    constructor(data) {
      this.data = data;
      this.state = PM.initialState();
      this.listeners = [];
      this.areas = new Map(data.areas.map((area) => [area.code, area]));
      this.countries = new Map(data.countries.map((country) => [country.code, country]));
      this.indexRows();
      this.indexClaims();
      this.compute();
    }

    indexRows() {
      const { rows } = this.data;
      this.rowNumbers = new Map();
      rows.actor.forEach((actor, row) => {
        this.rowNumbers.set(this.key(actor, rows.area[row], rows.country[row]), row);
      });
    }

    key(actor, area, country) {
      return area ? `${actor}|${area}` : `${actor}||${country}`;
    }

    indexClaims() {
      const { claims, places, sentences, documents } = this.data;
      const months = documents.published.map(PM.monthOf);
      const dated = months.filter((month) => month !== null);
      const last = this.data.asOf ? PM.monthOf(this.data.asOf) : null;
      this.firstMonth = dated.length ? dated.reduce((a, b) => Math.min(a, b)) : null;
      this.lastMonth = dated.length
        ? dated.reduce((a, b) => Math.max(a, b), last === null ? 0 : last)
        : null;
      this.claims = claims.actor.map((actor, index) => {
        const place = claims.place[index];
        const doc = sentences.document[claims.sentence[index]];
        const area = places.admin1_code[place];
        const country = places.country_iso2[place] || "";
        const row = this.rowNumbers.get(this.key(actor, area, country));
        return {
          index,
          actor,
          place,
          area,
          country,
          document: doc,
          form: claims.form[index],
          sentence: claims.sentence[index],
          month: months[doc],
          row: row === undefined ? -1 : row,
        };
      });
    }

    on(listener) {
      this.listeners.push(listener);
    }

    update(patch) {
      Object.assign(this.state, patch);
      this.compute();
      const changed = new Set(Object.keys(patch));
      for (const listener of this.listeners) listener(changed);
    }

    toggle(actors, shown) {
      const off = new Set(this.state.off);
      for (const actor of actors) shown ? off.delete(actor) : off.add(actor);
      this.update({ off });
    }

    get filtered() {
      const s = this.state;
      return (
        s.to !== null ||
        !s.undated ||
        s.minConfidence > 0 ||
        s.source !== "" ||
        s.polarities.size < ALL_POLARITIES.length ||
        s.relations.size < ALL_RELATIONS.length
      );
    }

    passes(claim) {
      const { state, data } = this;
      if (claim.month === null ? !state.undated : state.to !== null && claim.month > state.to)
        return false;
      return (
        this.passesOthers(claim) &&
        (state.source === "" || data.documents.publisher[claim.document] === state.source)
      );
    }

    // All filters but the dates, which the histogram leaves out.
    passesOthers(claim) {
      const { state } = this;
      const { forms } = this.data;
      return (
        forms.confidence[claim.form] * 100 >= state.minConfidence &&
        state.polarities.has(forms.polarity[claim.form]) &&
        state.relations.has(forms.relation[claim.form])
      );
    }

    compute() {
      this.shown = this.claims.filter((claim) => this.passes(claim));
      this.rows = this.filtered ? this.countedRows() : this.givenRows();
      this.visible = this.rows
        .filter((row) => row && !this.state.off.has(row.actor))
        .sort((a, b) => a.actor - b.actor);
      this.byArea = group(
        this.visible.filter((row) => row.area),
        (row) => row.area,
      );
      this.byCountry = group(
        this.visible.filter((row) => !row.area),
        (row) => row.country,
      );
      const named = this.shown.filter(
        (claim) => !this.state.off.has(claim.actor) && this.regionOf(claim),
      );
      this.byRegion = group(named, (claim) => this.regionOf(claim));
    }

    givenRows() {
      const { rows } = this.data;
      return rows.actor.map((actor, number) => ({
        number,
        actor,
        area: rows.area[number],
        country: rows.country[number],
        status: rows.status[number],
        claims: rows.claims[number],
        documents: rows.documents[number],
        sources: rows.sources[number],
        first: rows.first[number],
        last: rows.last[number],
        confidence: rows.confidence[number],
      }));
    }

    // The rows counted again over the claims that pass the filters, by the same rules as the
    // presence table. Copies of one story are known only to the table, so a count of sources
    // is never above the table's.
    countedRows() {
      const claims = group(
        this.shown.filter((claim) => claim.row >= 0),
        (claim) => claim.row,
      );
      return this.givenRows().map((given) => {
        const found = (claims.get(given.number) || []).filter(
          (claim) => this.form(claim).time !== "planned",
        );
        return found.length ? this.count(given, found) : null;
      });
    }

    count(given, found) {
      const forms = found.map((claim) => this.form(claim));
      const [status, support] = weigh(forms);
      const best = new Map();
      const days = [];
      found.forEach((claim, at) => {
        if (!support[at]) return;
        const source = this.data.documents.publisher[claim.document] || `#${claim.document}`;
        best.set(source, Math.max(best.get(source) || 0, forms[at].confidence));
        const day = this.data.documents.published[claim.document];
        if (day) days.push(day);
      });
      days.sort();
      let doubt = 1;
      for (const confidence of best.values()) doubt *= 1 - confidence;
      return {
        ...given,
        status,
        claims: found.length,
        documents: new Set(found.map((claim) => claim.document)).size,
        sources: Math.min(given.sources, best.size),
        first: days[0] || null,
        last: days[days.length - 1] || null,
        confidence: status === DENIED_ONLY ? 0 : Math.min(given.confidence, 1 - doubt),
      };
    }

    form(claim) {
      const { forms } = this.data;
      return {
        polarity: forms.polarity[claim.form],
        time: forms.time_status[claim.form],
        confidence: forms.confidence[claim.form],
      };
    }

    // Whether a row's newest evidence is older than the option says.
    faded(row) {
      const { fadeMonths, asOf } = this.data;
      if (!this.state.fade || !fadeMonths || !row.last) return false;
      const now = this.state.to === null ? PM.monthOf(asOf) : this.state.to;
      return now !== null && now - PM.monthOf(row.last) > fadeMonths;
    }

    select(selected) {
      this.update({ selected, tab: selected ? "evidence" : "table" });
    }

    // The claims behind a selection, newest first.
    evidenceFor(selected) {
      const wanted = (claim) =>
        !this.state.off.has(claim.actor) &&
        (selected.actor === null || claim.actor === selected.actor) &&
        (selected.point !== null
          ? this.pointKey(claim) === selected.point
          : this.inPlace(claim, selected));
      const { published } = this.data.documents;
      return this.shown
        .filter(wanted)
        .sort(
          (a, b) =>
            (published[b.document] || "").localeCompare(published[a.document] || "") ||
            a.index - b.index,
        );
    }

    inPlace(claim, selected) {
      if (selected.area !== null) return claim.area === selected.area;
      if (selected.region !== null) return this.regionOf(claim) === selected.region;
      if (selected.country !== null) return !claim.area && claim.country === selected.country;
      return true;
    }

    // The name of the region that a claim without a province is about, or null.
    regionOf(claim) {
      const { places } = this.data;
      return !claim.area && places.where_prec[claim.place] === REGION
        ? places.place_name[claim.place]
        : null;
    }

    pointKey(claim) {
      const { places } = this.data;
      return `${places.latitude[claim.place]},${places.longitude[claim.place]}`;
    }

    // The name of a point and how close it is.
    pointName(key) {
      const { places } = this.data;
      const claim = this.claims.find((one) => this.pointKey(one) === key);
      if (!claim) return "";
      const name = places.place_name[claim.place] || places.place_surface[claim.place];
      return `${name}: ${PM.PRECISION[places.where_prec[claim.place]]}`;
    }

    placeName(selected) {
      if (selected.area !== null)
        return this.areas.has(selected.area) ? this.areas.get(selected.area).name : selected.area;
      if (selected.region) return selected.region;
      return this.countryName(selected.country);
    }

    countryName(code) {
      const country = this.countries.get(code);
      return country ? country.name : code || "No country";
    }
  };

  // Status and support of one row, as geo.presence weighs them.
  function weigh(forms) {
    const live = forms.map((f) => f.time === "current" && f.polarity !== "denied");
    const denied = forms.map((f) => f.polarity === "denied");
    if (live.includes(true)) {
      if (denied.includes(true)) return [2, live];
      return [forms.some((f, at) => live[at] && f.polarity === "asserted") ? 0 : 1, live];
    }
    if (denied.includes(true)) return [DENIED_ONLY, denied];
    return [4, forms.map(() => true)];
  }

  function group(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
      const key = keyOf(item);
      const found = groups.get(key);
      found ? found.push(item) : groups.set(key, [item]);
    }
    return groups;
  }

  PM.group = group;
  PM.ALL_POLARITIES = ALL_POLARITIES;
  PM.ALL_RELATIONS = ALL_RELATIONS;
  PM.selection = (parts) => ({
    actor: null,
    area: null,
    country: null,
    point: null,
    region: null,
    ...parts,
  });
})(PresenceMapper);
