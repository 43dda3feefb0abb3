// The slider over months, with a histogram of claims, play and pause.
(function (PM) {
  "use strict";

  const STEP_MS = 700;

  PM.Timeline = class {
    constructor(store) {
      this.store = store;
      this.root = PM.byId("pm-time");
      this.timer = null;
      this.build();
      this.refresh();
    }

    get months() {
      return this.store.firstMonth === null ? 0 : this.store.lastMonth - this.store.firstMonth + 1;
    }

    build() {
      const { store } = this;
      const undatedCount = store.claims.filter((claim) => claim.month === null).length;
      this.bars = PM.el("div", { class: "pm-bars", "aria-hidden": "true" });
      this.slider = PM.el("input", {
        type: "range",
        min: 0,
        max: Math.max(this.months - 1, 0),
        step: 1,
        "aria-label": "Show reports up to this month",
        on: { input: () => this.go(Number(this.slider.value)) },
      });
      this.play = PM.el(
        "button",
        {
          type: "button",
          class: "pm-play",
          "aria-label": "Play",
          on: { click: () => this.toggle() },
        },
        "\u25b6",
      );
      this.caption = PM.el("output", { class: "pm-time-caption" });
      this.undated = PM.el("input", {
        type: "checkbox",
        on: { change: () => store.update({ undated: this.undated.checked }) },
      });
      const undated = undatedCount
        ? PM.el(
            "label",
            { class: "pm-check" },
            this.undated,
            PM.el("span", {}, `Undated (${PM.number(undatedCount)})`),
          )
        : null;
      const several = this.months > 1;
      this.root.append(
        PM.el(
          "div",
          { class: "pm-time-side" },
          several ? this.play : null,
          PM.el("div", {}, this.caption, undated),
        ),
        several
          ? PM.el(
              "div",
              { class: "pm-time-track" },
              this.bars,
              this.slider,
              PM.el(
                "div",
                { class: "pm-time-ends", "aria-hidden": "true" },
                PM.el("span", {}, PM.monthName(store.firstMonth)),
                PM.el("span", {}, "claims a month"),
                PM.el("span", {}, PM.monthName(store.lastMonth)),
              ),
            )
          : "",
      );
    }

    go(step) {
      this.store.update({ to: step >= this.months - 1 ? null : this.store.firstMonth + step });
    }

    toggle() {
      if (this.timer) return this.stop();
      if (this.store.state.to === null) this.go(0);
      this.play.textContent = "\u275a\u275a";
      this.play.setAttribute("aria-label", "Pause");
      this.timer = setInterval(() => {
        this.go(this.store.state.to - this.store.firstMonth + 1);
        if (this.store.state.to === null) this.stop();
      }, STEP_MS);
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this.play.textContent = "\u25b6";
      this.play.setAttribute("aria-label", "Play");
    }

    refresh() {
      const { store } = this;
      const { to } = store.state;
      this.undated.checked = store.state.undated;
      if (this.months === 0) {
        this.caption.textContent = "No report here has a date.";
        return;
      }
      this.caption.textContent = to === null ? this.whole() : `Up to ${PM.monthName(to)}`;
      this.slider.value = to === null ? this.months - 1 : to - store.firstMonth;
      this.slider.setAttribute("aria-valuetext", PM.monthName(to === null ? store.lastMonth : to));
      this.drawBars(to);
    }

    whole() {
      const { firstMonth, lastMonth } = this.store;
      return firstMonth === lastMonth
        ? PM.monthName(lastMonth)
        : `${PM.monthName(firstMonth)} to ${PM.monthName(lastMonth)}`;
    }

    drawBars(to) {
      const { store } = this;
      const counts = new Array(this.months).fill(0);
      for (const claim of store.claims) {
        if (claim.month !== null && !store.state.off.has(claim.actor) && store.passesOthers(claim))
          counts[claim.month - store.firstMonth] += 1;
      }
      const most = counts.reduce((a, b) => Math.max(a, b), 1);
      this.bars.replaceChildren(
        ...counts.map((count, at) => {
          const bar = PM.el("span", {
            title: `${PM.monthName(store.firstMonth + at)}: ${PM.count(count, "claim")}`,
            class: to !== null && store.firstMonth + at > to ? "is-later" : "",
          });
          bar.style.height = `${count ? Math.max((count / most) * 100, 6) : 0}%`;
          return bar;
        }),
      );
    }
  };
})(PresenceMapper);
