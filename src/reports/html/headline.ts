import { type Episode, isAttack } from "../report.ts";
import { instantOf } from "../text/clock.ts";
import { nothingRead, tally, verdictSentence } from "../text/headline.ts";
import { attackProbability, attackRequests, endMs } from "../text/page.ts";
import { count, duration, listed, percent, rate, sureness, verdictWords } from "../text/words.ts";
import { bar } from "./bar.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { sentence, unparted } from "./sentence.ts";

/** Names of inputs that are told at the head of the page. */
const MOST_NAMES = 3;

/** The verdict in a sentence, below what was read and of when. */
export function headline(page: HtmlPage): Markup {
  const { report } = page;
  const { sources, from, to } = report.input;
  const names = sources.slice(0, MOST_NAMES).map(({ name }) => name);
  if (sources.length > MOST_NAMES) names.push(`${sources.length - MOST_NAMES} more`);
  const subject = html`<p class="subject">${names.length > 0 && html`<code>${listed(names)}</code>`}${from !== null && to !== null && html` <span>${page.clock.full(instantOf(from))} to ${page.clock.full(instantOf(to))} (${page.clock.zone}), ${duration(instantOf(to) - instantOf(from))}</span>`}</p>`;
  if (report.input.requests === 0 && report.episodes.length === 0) {
    return html`<header class="verdict">${subject}<h1>No requests: ${nothingRead(report)}</h1></header>\n`;
  }
  const only = report.episodes.length === 1 ? report.episodes[0]! : null;
  return html`<header class="verdict v-${report.verdict}">
${subject}
<p class="kind">${sentence(verdictWords(report.verdict), "")}</p>
<h1>${verdictSentence(report.verdict)}</h1>
${report.episodes.length > 1 && html`<p class="lead">${unparted(tally(report))}</p>`}
${only !== null && html`<p class="lead">${unparted(amount(only))}</p>`}
</header>
`;
}

/** How much of an episode is what, in a sentence. */
function amount(episode: Episode): string {
  const { attackShare, requests, verdict } = episode;
  if (isAttack(verdict)) {
    return `Some ${count(attackRequests(episode))} of ${count(requests)} requests were attack: ${percent(attackShare.estimate)}, and between ${percent(attackShare.low)} and ${percent(attackShare.high)} with a confidence of 90 %.`;
  }
  return `${count(requests)} requests, of which ${verdict === "organic-surge" ? "at most" : "anything up to"} ${percent(attackShare.high)} may be attack.`;
}

/** The figures of an episode that everyone asks for first. */
export function figures(page: HtmlPage, episode: Episode): Markup {
  const { verdict, probabilities, attackShare, origin, baselineRequestsPerSecond: normal } = episode;
  const attack = attackProbability(episode);
  const surge = probabilities["organic-surge"];
  const isSurge = verdict === "organic-surge";
  const sure =
    verdict === "inconclusive"
      ? figure("Attack probability", percent(attack), "cannot be decided from this log")
      : figure(
          isSurge ? "Visitors, not an attack" : "Attack probability",
          percent(isSurge ? surge : attack),
          sureness(isSurge ? surge : attack),
        );
  const interval = bar(
    [
      ["range", attackShare.low, attackShare.high],
      ["mark", attackShare.estimate - 0.004, attackShare.estimate + 0.004],
    ],
    0,
    1,
  );
  const share = isAttack(verdict)
    ? figure(
        "Attack share",
        percent(attackShare.estimate),
        html`${percent(attackShare.low)} to ${percent(attackShare.high)} ${interval}`,
      )
    : figure(
        "Attack share",
        `${percent(attackShare.low)} to ${percent(attackShare.high)}`,
        html`of the requests may be attack ${interval}`,
      );
  const lasted = duration(endMs(page, episode.end) - instantOf(episode.onset));
  return html`<dl class="figures-row">
${sure}
${share}
${figure("Peak", rate(episode.peakRequestsPerSecond), normal === null ? "what is normal is not known" : `normal: ${rate(normal)}`)}
${figure(episode.end === null ? "Running for" : "Lasted", lasted, `${count(episode.requests)} requests`)}
${
  origin !== null && isAttack(verdict)
    ? figure("From abroad", percent(origin.foreign), "of the attack")
    : figure("Sources", count(episode.sources), `${count(episode.logins)} login attempts`)
}
</dl>
`;
}

function figure(label: string, value: string, below: Markup | string): Markup {
  return html`<div><dt>${label}</dt><dd><span class="value">${value}</span> <span class="below">${below}</span></dd></div>\n`;
}
