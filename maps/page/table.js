// The panel's tabs; the table of groups by province, and the matrix.
(function (PM) {
  "use strict";

  const COLUMNS = [
    ["group", "Group", (row, store) => store.data.actors[row.actor].name],
    ["place", "Province", (row, store) => `${row.area ? 0 : 1} ${store.placeName(row)}`],
    ["status", "Status", (row) => row.status],
    ["sources", "Sources", (row) => -row.sources],
    ["last", "Newest", (row) => (row.last ? -Number(row.last.replaceAll("-", "")) : 1)],
  ];
  const TABS = [
    ["table", "Table"],
    ["matrix", "Matrix"],
    ["evidence", "Evidence"],
  ];

  PM.Panel = class {
    constructor(store, onHighlight) {
      this.store = store;
      this.onHighlight = onHighlight;
      this.sort = { column: "place", down: false };
      this.build(PM.byId("pm-panel"));
      this.evidence = new PM.Evidence(store, this.pages.evidence);
      this.refresh(new Set(["tab"]));
    }

    build(root) {
      this.tabs = {};
      this.pages = {};
      for (const [name, title] of TABS) {
        this.tabs[name] = PM.el(
          "button",
          {
            type: "button",
            role: "tab",
            id: `pm-tab-${name}`,
            "aria-controls": `pm-page-${name}`,
            on: {
              click: () => this.store.update({ tab: name }),
              keydown: (event) => this.moveTab(event, name),
            },
          },
          title,
        );
        this.pages[name] = PM.el("div", {
          role: "tabpanel",
          id: `pm-page-${name}`,
          class: `pm-page pm-page-${name}`,
          "aria-labelledby": `pm-tab-${name}`,
          tabindex: "0",
        });
      }
      root.append(
        PM.el(
          "div",
          { role: "tablist", class: "pm-tabs", "aria-label": "Views" },
          Object.values(this.tabs),
        ),
        ...Object.values(this.pages),
      );
      this.pages.evidence.addEventListener("keydown", (event) => this.goBack(event));
    }

    moveTab(event, name) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const at = TABS.findIndex(([tab]) => tab === name);
      const next = TABS[(at + step + TABS.length) % TABS.length][0];
      this.store.update({ tab: next });
      this.tabs[next].focus();
      event.preventDefault();
    }

    refresh(changed) {
      const { tab } = this.store.state;
      const focused = document.activeElement;
      const before = TABS.map(([name]) => name).find((name) => !this.pages[name].hidden);
      if (tab === "evidence" && before !== "evidence") this.cameFrom = before;
      for (const [name] of TABS) {
        const chosen = name === tab;
        this.tabs[name].setAttribute("aria-selected", String(chosen));
        this.tabs[name].tabIndex = chosen ? 0 : -1;
        this.pages[name].hidden = !chosen;
      }
      // Only what is in sight is drawn; a tab that is opened is drawn then.
      if (tab === "evidence") this.evidence.refresh();
      if (tab === "table") this.refreshTable();
      if (tab === "matrix") this.refreshMatrix();
      if (changed.has("selected") && this.store.state.selected) this.showEvidence(focused);
      this.tabs.table.textContent = `Table (${this.store.visible.length})`;
    }

    // Starts the evidence at its top, takes the focus along where it would be lost, and on a
    // small screen, where the panel lies under the map, goes there.
    showEvidence(focused) {
      this.pages.evidence.scrollTop = 0;
      const title = PM.byId("pm-evidence-title");
      if (focused && focused !== document.body && !focused.offsetParent)
        title.focus({ preventScroll: true });
      if (matchMedia("(max-width: 900px)").matches)
        PM.byId("pm-panel").scrollIntoView({ block: "start" });
    }

    // Escape goes back to the table or the matrix, to the row that was opened.
    goBack(event) {
      if (event.key !== "Escape" || !this.cameFrom) return;
      this.store.update({ tab: this.cameFrom });
      const button = this.pages[this.cameFrom].querySelector(
        "tr.is-selected .pm-row-button, .pm-cell.is-selected",
      );
      (button || this.tabs[this.cameFrom]).focus();
    }

    sorted() {
      const column = COLUMNS.find(([name]) => name === this.sort.column);
      const value = column[2];
      const direction = this.sort.down ? -1 : 1;
      const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
      const places = (a, b) => Number(!a.area) - Number(!b.area);
      return [...this.store.visible].sort(
        (a, b) =>
          direction * compare(value(a, this.store), value(b, this.store)) ||
          places(a, b) ||
          compare(this.store.placeName(a), this.store.placeName(b)) ||
          a.actor - b.actor,
      );
    }

    refreshTable() {
      const head = PM.el(
        "tr",
        {},
        COLUMNS.map(([name, title]) => this.header(name, title)),
      );
      const body = PM.el(
        "tbody",
        { on: { keydown: (event) => moveRow(event) } },
        this.sorted().map((row) => this.row(row)),
      );
      const table = PM.el(
        "table",
        { class: "pm-table" },
        PM.el("caption", { class: "pm-hidden" }, "Groups by province"),
        PM.el("thead", {}, head),
        body,
      );
      const keep =
        document.activeElement && this.pages.table.contains(document.activeElement)
          ? document.activeElement.dataset.key
          : null;
      this.pages.table.replaceChildren(table);
      if (keep) focusKey(this.pages.table, keep);
      const current = this.pages.table.querySelector("tr.is-selected");
      if (current && !this.pages.table.hidden) current.scrollIntoView({ block: "nearest" });
    }

    header(name, title) {
      const active = this.sort.column === name;
      const state = active ? (this.sort.down ? "descending" : "ascending") : "none";
      const click = () => {
        this.sort = { column: name, down: active && !this.sort.down };
        this.refreshTable();
      };
      return PM.el(
        "th",
        { scope: "col", "aria-sort": state },
        PM.el("button", { type: "button", "data-key": `head-${name}`, on: { click } }, title),
      );
    }

    row(row) {
      const { data } = this.store;
      const actor = data.actors[row.actor];
      const selected = PM.selection({
        actor: row.actor,
        area: row.area,
        country: row.area ? null : row.country,
      });
      const place = row.area
        ? this.store.placeName(row)
        : `${this.store.countryName(row.country)} (country)`;
      const pick = () => this.store.select(selected);
      const button = PM.el(
        "button",
        {
          type: "button",
          class: "pm-row-button",
          dir: "auto",
          "data-key": `row-${row.number}`,
          title: actor.name,
          on: { click: pick, focus: () => this.onHighlight(row.area) },
        },
        actor.short,
        PM.el("span", { class: "pm-hidden" }, `, ${actor.name}`),
      );
      return PM.el(
        "tr",
        {
          class: `hue-${actor.hue}${this.isSelected(row) ? " is-selected" : ""}`,
          "data-area": row.area || "",
          on: {
            click: (event) => event.target.closest("button") || pick(),
            mouseenter: () => this.onHighlight(row.area),
            mouseleave: () => this.onHighlight(null),
          },
        },
        PM.el(
          "th",
          { scope: "row" },
          PM.el("span", {}, PM.swatch(actor, PM.fillKind(row.status)), button),
        ),
        PM.el("td", { dir: "auto" }, place),
        PM.el("td", { class: `is-${PM.statusClass(row.status)}` }, data.statuses[row.status]),
        PM.el("td", { class: "pm-number" }, String(row.sources)),
        PM.el("td", { class: "pm-date" }, PM.day(row.last)),
      );
    }

    isSelected(row) {
      const { selected } = this.store.state;
      if (!selected || (selected.actor !== null && selected.actor !== row.actor)) return false;
      return selected.area
        ? selected.area === row.area
        : !row.area && selected.country === row.country;
    }

    markArea(code) {
      for (const tr of this.pages.table.querySelectorAll("tbody tr"))
        tr.classList.toggle("is-marked", Boolean(code) && tr.dataset.area === code);
    }

    refreshMatrix() {
      const { data, visible } = this.store;
      const rows = visible.filter((row) => row.area);
      const actors = [...new Set(rows.map((row) => row.actor))].sort((a, b) => a - b);
      const cells = new Map(rows.map((row) => [`${row.actor}|${row.area}`, row]));
      const areas = data.areas.filter((area) => this.store.byArea.has(area.code));
      const head = PM.el(
        "tr",
        {},
        PM.el("td"),
        actors.map((actor) =>
          PM.el(
            "th",
            {
              scope: "col",
              class: `hue-${data.actors[actor].hue}`,
              title: data.actors[actor].name,
            },
            PM.el("span", {}, data.actors[actor].short),
          ),
        ),
      );
      const body = areas.map((area) =>
        PM.el(
          "tr",
          {},
          PM.el("th", { scope: "row", dir: "auto" }, area.name),
          actors.map((actor) =>
            PM.el("td", {}, this.cell(cells.get(`${actor}|${area.code}`), area)),
          ),
        ),
      );
      this.pages.matrix.replaceChildren(
        PM.el("p", { class: "pm-note" }, "Numbers are independent sources. Dashed: hedged only."),
        PM.el(
          "table",
          { class: "pm-matrix", on: { keydown: (event) => moveCell(event) } },
          PM.el("caption", { class: "pm-hidden" }, "Groups by province"),
          PM.el("thead", {}, head),
          PM.el("tbody", {}, body),
        ),
      );
    }

    cell(row, area) {
      if (!row) return "";
      const actor = this.store.data.actors[row.actor];
      return PM.el(
        "button",
        {
          type: "button",
          class: `pm-cell hue-${actor.hue} is-${PM.statusClass(row.status)}${this.isSelected(row) ? " is-selected" : ""}`,
          "aria-label": `${actor.name}, ${area.name}: ${this.store.data.statuses[row.status]}, ${PM.count(row.sources, "source")}`,
          on: {
            click: () => this.store.select(PM.selection({ actor: row.actor, area: area.code })),
            focus: () => this.onHighlight(area.code),
            mouseenter: () => this.onHighlight(area.code),
            mouseleave: () => this.onHighlight(null),
          },
        },
        String(row.sources),
      );
    }
  };

  function moveRow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("pm-row-button")) return;
    const buttons = [...event.currentTarget.querySelectorAll(".pm-row-button")];
    const next = buttons[buttons.indexOf(event.target) + step];
    if (next) next.focus();
    event.preventDefault();
  }

  // Arrow keys go to the next cell that has a report, in the row or in the column.
  function moveCell(event) {
    const [down, right] = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
    }[event.key] || [0, 0];
    if (!(down || right) || !event.target.classList.contains("pm-cell")) return;
    event.preventDefault();
    const table = event.currentTarget;
    const cell = event.target.closest("td");
    for (
      let y = cell.parentNode.rowIndex + down, x = cell.cellIndex + right;
      table.rows[y] && table.rows[y].cells[x];
      y += down, x += right
    ) {
      const button = table.rows[y].cells[x].querySelector("button");
      if (button) return button.focus();
    }
  }

  function focusKey(root, key) {
    for (const button of root.querySelectorAll("[data-key]"))
      if (button.dataset.key === key) button.focus();
  }
})(PresenceMapper);
