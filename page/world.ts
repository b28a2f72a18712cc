import { createRequire } from "node:module";
import { type GeoProjection, geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import type { FeatureCollection, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

const require = createRequire(import.meta.url);

/** Width of the map in its own units, which are whole numbers: about a pixel each. */
const WIDTH = 1000;
/** Antarctica would take a quarter of the height, and sends no requests. */
const NORTH = 84;
const SOUTH = -58;

/** Codes of what the atlas takes for a part of another country, or leaves out: longitude, latitude. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  BQ: [-68.3, 12.2],
  CC: [96.8, -12.2],
  CX: [105.7, -10.5],
  GF: [-53.1, 3.9],
  GI: [-5.35, 36.14],
  GP: [-61.55, 16.2],
  MQ: [-61, 14.65],
  RE: [55.5, -21.1],
  SJ: [15.6, 78.2],
  TK: [-171.8, -9.2],
  TV: [179.2, -8.5],
  UM: [166.6, 19.3],
  YT: [45.15, -12.8],
};

/** The map as the page needs it. */
export interface World {
  readonly width: number;
  readonly height: number;
  /** The outline of each country (ISO 3166 alpha-2) as SVG path data; under "" what has no code of its own. */
  readonly shapes: Readonly<Record<string, string>>;
  /** The middle of each country, of its largest part where it has several: x and y. */
  readonly anchors: Readonly<Record<string, readonly [number, number]>>;
}

/** Projects the countries of Natural Earth, once and for all (Equal Earth: areas can be compared). */
export function drawWorld(): World {
  const projection = geoEqualEarth().fitWidth(WIDTH, { type: "Sphere" });
  const top = projection([0, NORTH])![1];
  const height = Math.ceil(projection([0, SOUTH])![1] - top);
  const [x, y] = projection.translate();
  projection.translate([x, y - top]);

  const shapes: Record<string, string> = {};
  const anchors: Record<string, readonly [number, number]> = {};
  const anchor = (code: string, [longitude, latitude]: readonly [number, number]) => {
    const [left, down] = projection([longitude, latitude])!;
    if (down > 0 && down < height) anchors[code] = [Math.round(left), Math.round(down)];
  };
  for (const { code, geometry } of countries("110m")) {
    shapes[code] = (shapes[code] ?? "") + pathData(geometry, projection);
    if (code !== "") anchor(code, geoCentroid(largestPart(geometry)));
  }
  for (const { code, geometry } of countries("50m")) {
    if (code !== "" && shapes[code] === undefined) anchor(code, geoCentroid(geometry));
  }
  for (const [code, place] of Object.entries(PLACES)) anchor(code, place);
  return { width: WIDTH, height, shapes, anchors };
}

/** The polygon that covers most: the middle of all of them would lie in the sea. */
function largestPart(geometry: Geometry): Geometry {
  if (geometry.type !== "MultiPolygon") return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest));
}

function* countries(scale: "110m" | "50m"): Generator<{ code: string; geometry: Geometry }> {
  const atlas = require(`world-atlas/countries-${scale}.json`) as Topology<{
    countries: GeometryCollection<{ name: string }>;
  }>;
  const { features } = feature(atlas, atlas.objects.countries) as FeatureCollection<
    Geometry,
    { name: string }
  >;
  for (const { id, geometry, properties } of features) {
    const code = codeOf(id, properties.name);
    if (code === "AQ") continue;
    if (code !== "FR" || geometry.type !== "MultiPolygon") yield { code, geometry };
    else {
      // French Guiana has a code of its own, and an audience that must not be taken for that of Paris.
      const isAmerican = (polygon: number[][][]) => polygon[0]![0]![0]! < -30;
      const [american, european] = [true, false].map((wanted) =>
        geometry.coordinates.filter((polygon) => isAmerican(polygon) === wanted),
      );
      yield { code: "FR", geometry: { type: "MultiPolygon", coordinates: european! } };
      yield { code: "GF", geometry: { type: "MultiPolygon", coordinates: american!.slice(0, 1) } };
    }
  }
}

/** ISO 3166 numeric to alpha-2, by the runtime's locale data. What is disputed has no number in the atlas. */
function codeOf(id: string | number | undefined, name: string): string {
  if (id !== undefined) return new Intl.Locale(`und-${String(id).padStart(3, "0")}`).region ?? "";
  return name === "Kosovo" ? "XK" : "";
}

/** Path data in whole units, each point relative to the last; points that fall together are one. */
function pathData(geometry: Geometry, projection: GeoProjection): string {
  const parts: string[] = [];
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  let isLine = false;
  const step = (command: "m" | "l", toX: number, toY: number) => {
    const [right, down] = [Math.round(toX) - x, Math.round(toY) - y];
    if (command === "l" && right === 0 && down === 0) return;
    const pair = `${right}${down < 0 ? "" : " "}${down}`;
    // A command that repeats need not be written again.
    parts.push(command === "l" && isLine ? (right < 0 ? pair : ` ${pair}`) : command + pair);
    isLine = command === "l";
    x += right;
    y += down;
  };
  geoPath(projection, {
    beginPath() {},
    moveTo(toX, toY) {
      step("m", toX, toY);
      [startX, startY] = [x, y];
    },
    lineTo(toX, toY) {
      step("l", toX, toY);
    },
    arc() {},
    closePath() {
      parts.push("z");
      isLine = false;
      [x, y] = [startX, startY];
    },
  })(geometry);
  return parts.join("");
}
