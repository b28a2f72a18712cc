import type { CountryIndex } from "../../geo/country-index.ts";
import type { Judge } from "../../judge/judge.ts";
import type { TrafficAccount } from "../../judge/traffic-account.ts";
import type { Settings } from "../../options.ts";
import type { InputAccount, Note } from "../report.ts";

interface NoteParts {
  readonly account: InputAccount;
  readonly traffic: TrafficAccount;
  readonly settings: Settings;
  readonly hasPlaces: boolean;
  readonly judge: Judge;
  readonly countries: CountryIndex;
}

/** What the reader should know of the input, and what would make the next report better. */
export function notesOf({ account, traffic, settings, hasPlaces, judge, countries }: NoteParts): Note[] {
  const notes: Note[] = [];
  const note = (code: string, text: string) => notes.push({ code, text });
  if (account.lines === 0) note("empty", "The input is empty: there is nothing to judge.");
  const { reasons, samples } = account.rejected;
  if ((reasons["overlong"] ?? 0) > 0 && samples.some(({ text }) => /^\s*\{\s*"records"/.test(text))) {
    note(
      "overlong-batch",
      "Lines longer than 1 MiB that hold many records were not read; one record a line is: jq -c '.records[]' FILE | tidegauge analyze -",
    );
  }
  if (account.records === 0) return notes;
  for (const { name, formatChanges = [] } of account.sources) {
    for (const { line, format } of formatChanges) {
      note("format-changed", `The format of ${name} changes: from line ${line} on it is read as ${format}.`);
    }
  }
  if (account.late > 0) {
    const needed = account.latenessNeededSeconds ?? 0;
    note(
      "late",
      `${account.late} lines came later than --lateness ${settings.latenessMs / 1000}s allows and were left out of the windows; ${needed <= 172_800 ? `--lateness ${needed}s would have kept them` : "they are more than two days out of order"}.`,
    );
  }
  if (traffic.logins === 0) {
    const path = traffic.loginCandidate;
    if (path === null) {
      note("no-login", "No login attempt was recognised: pass --login PATTERN if the site has a login.");
    } else {
      note("login-candidate", `POST ${path} looks like your login: pass --login '${path}' if it is.`);
    }
  }
  if (hasPlaces && traffic.unknownShare > 0.4) {
    const percent = Math.round(traffic.unknownShare * 100);
    note(
      "places-unknown",
      `The country of ${percent} % of the requests is unknown: what is said of places holds for the rest; a newer table (--geo FILE.mmdb) knows more.`,
    );
  }
  const nowhere = hasPlaces ? (settings.home ?? []).filter((code) => countries.number(code) < 0) : [];
  if (nowhere.length > 0) {
    const rest = nowhere.length === settings.home?.length ? " Home is learned instead." : "";
    note("home-unknown", `No address of the place table is in ${nowhere.join(", ")}: check --home.${rest}`);
  }
  if (judge.baseline.hours < 24) {
    const hours = judge.baseline.hours;
    note(
      "short-history",
      `Only ${hours < 1 ? "minutes" : `${Math.round(hours)} h`} of normal traffic are known: what is usual at this hour is a guess; name the older logs too, or pass --baseline.`,
    );
  }
  return notes;
}
