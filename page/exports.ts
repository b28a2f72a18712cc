import type { ExportInput } from "../src/attribution/exports/export.ts";
import { leftOutSentence } from "../src/attribution/exports/export.ts";
import { TARGETS } from "../src/attribution/exports/targets.ts";
import type { PageData, PageEpisode } from "../src/reports/html/page-data.ts";
import { copyButton, saveButton } from "./copy.ts";
import { element } from "./element.ts";

type Target = keyof typeof TARGETS;

const TARGET_NAMES = Object.keys(TARGETS) as Target[];

/** As `tidegauge rules` has it. */
const VALID_HOURS = 24;
/** What ngx_http_geoip2_module is mostly told to call it. */
const COUNTRY_VARIABLE = "$geoip2_data_country_code";

/** The rules of an episode in the language of a firewall, server or CDN of the reader's choice, to be copied or saved. */
export function exportsControl(data: PageData, episode: PageEpisode): HTMLElement {
  const targets = element(
    "select",
    {},
    ...TARGET_NAMES.map((name) => element("option", { attributes: { value: name } }, name)),
  );
  const knowsCountries = element("input", { attributes: { type: "checkbox" } });
  const countries = element(
    "label",
    { class: "countries" },
    knowsCountries,
    ` nginx knows countries, as ${COUNTRY_VARIABLE}`,
  );
  const code = element("code", {});
  const leftOut = element("ul", { class: "note left-out" });
  const show = () => {
    const target = targets.value as Target;
    const input: ExportInput = {
      generator: data.generator,
      episodes: episode.rules === null ? [] : [episode.rules],
      allow: data.allow,
      trustedProxies: data.trustedProxies,
      validHours: VALID_HOURS,
      escaping: data.escaping,
      countryVariable: knowsCountries.checked ? COUNTRY_VARIABLE : null,
      countryRanges: null,
    };
    const exported = TARGETS[target](input);
    code.textContent = exported.text;
    leftOut.replaceChildren(...exported.leftOut.map((each) => element("li", {}, leftOutSentence(each))));
    countries.hidden =
      target !== "nginx" || episode.rules?.rules.every(({ match }) => match.country === undefined) !== false;
  };
  targets.addEventListener("change", show);
  knowsCountries.addEventListener("change", show);
  show();
  return element(
    "div",
    { class: "export" },
    element(
      "div",
      { class: "row" },
      element("label", {}, "Rules for ", targets),
      copyButton("Copy", () => code.textContent ?? ""),
      saveButton("Save", "tidegauge-rules.txt", "text/plain", () => code.textContent ?? ""),
      countries,
    ),
    leftOut,
    element("pre", { attributes: { tabindex: "0", "aria-label": "The rules as text" } }, code),
  );
}
