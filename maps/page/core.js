// Small helpers. Text reaches the page through text nodes alone; nothing here or in the other
// files assigns markup.
var PresenceMapper = {};

(function (PM) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
  ];

  // Maps made after this, which is all, do not move on their own for readers who want none of it.
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({
      zoomAnimation: false,
      fadeAnimation: false,
      markerZoomAnimation: false,
      inertia: false,
    });
  }

  // el("button", {class: "x", on: {click: fn}}, "text", child, ...): an element. Strings become
  // text nodes, null and false are left out.
  PM.el = function (tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  };

  PM.svg = function (tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  };

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") {
        for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
      } else if (name === "prop") {
        Object.assign(node, value);
      } else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : String(value));
      }
    }
    node.append(
      ...children
        .flat(Infinity)
        .filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
  }

  PM.byId = (id) => document.getElementById(id);

  // Only http and https are followed; anything else in a document's address is shown as text.
  PM.safeHref = function (address) {
    try {
      const url = new URL(address);
      return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
    } catch {
      return null;
    }
  };

  // "2025-12-12" -> "12 Dec 2025", without the reader's time zone shifting the day.
  PM.day = function (iso) {
    if (!iso) return "no date";
    const [year, month, day] = iso.split("-");
    return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
  };

  // Months are counted from year 0, so that they can be compared and iterated.
  PM.monthOf = (iso) => (iso ? Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 : null);
  PM.monthName = (month) => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
  PM.monthIso = (month) =>
    `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;

  const digits = new Intl.NumberFormat("en");
  PM.number = (n) => (n < 1000 ? String(n) : digits.format(n));
  PM.count = (n, one, many) => `${PM.number(n)} ${n === 1 ? one : many || one + "s"}`;
  PM.percent = (share) => `${Math.round(share * 100)} %`;

  // Decodes one ring or line of the encoded polyline format into Leaflet's LatLngs, which the
  // layers of all groups in a province then share.
  PM.decode = function (text, digits) {
    const unit = 10 ** -(digits || 3);
    const points = [];
    let at = 0;
    let latitude = 0;
    let longitude = 0;
    const next = function () {
      let shift = 0;
      let value = 0;
      let chunk;
      do {
        chunk = text.charCodeAt(at++) - 63;
        value |= (chunk & 31) << shift;
        shift += 5;
      } while (chunk >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    while (at < text.length) {
      latitude += next();
      longitude += next();
      points.push(L.latLng(latitude * unit, longitude * unit));
    }
    return points;
  };

  // The page's data: JSON as it stands, or compressed where there is much of it. Columns whose
  // values repeat come as values and numbers.
  PM.load = async function (holder) {
    const data = JSON.parse(
      holder.type === "application/json" ? holder.textContent : await unpack(holder.textContent),
    );
    for (const table of ["documents", "sentences", "places", "forms"]) {
      for (const [name, column] of Object.entries(data[table])) {
        if (!Array.isArray(column))
          data[table][name] = column.codes.map((code) => column.values[code]);
      }
    }
    return data;
  };

  function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new Response(
      new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
    ).text();
  }

  PM.polygons = (shape, digits) =>
    shape.map((rings) => rings.map((ring) => PM.decode(ring, digits)));

  PM.RELATIONS = {
    presence: "Presence",
    attack: "Attack",
    operation: "Operation against",
    control: "Control",
    other: "Other link",
  };
  PM.POLARITIES = { asserted: "Asserted", hedged: "Hedged", denied: "Denied" };
  PM.PRECISION = {
    1: "exact place",
    2: "near a place",
    3: "district",
    4: "province",
    5: "region",
    6: "country",
    7: "international waters or air",
  };
  PM.VERDICTS = {
    ok: "Reviewed, confirmed",
    corrected: "Reviewed, corrected",
    drop: "Reviewed, to be dropped",
  };
  // Fields that a reviewer changes, as far as the panel tells what stood there.
  PM.CORRECTED = {
    actor_name: "group",
    place_name: "place",
    admin1_name: "province",
    country_iso2: "country",
    where_prec: "precision",
    relation: "relation",
    polarity: "polarity",
    time_status: "time",
    attributed_to: "according to",
    event_start: "event from",
    event_end: "event to",
  };
  PM.TIMES = { current: "current", historical: "historical", planned: "planned" };
})(PresenceMapper);
