import type { PageData } from "../src/reports/html/page-data.ts";
import { all, button, element } from "./element.ts";

/** Shows one episode at a time, or all of them. */
export class EpisodePanels {
  readonly #panels = all("#panels > .episode");
  readonly #onShow: (place: number, panel: HTMLElement) => void;
  #isAll = false;
  #shown = 0;

  /** @param onShow called whenever an episode comes into view */
  constructor(data: PageData, onShow: (place: number, panel: HTMLElement) => void) {
    this.#onShow = onShow;
    const last = this.#panels.length - 1;
    if (last > 0) {
      this.#panels.forEach((panel, place) => {
        const [before, after] = [data.episodes[place - 1], data.episodes[place + 1]];
        const steps = element("nav", { class: "steps", attributes: { "aria-label": "Episodes" } });
        const previous = button("← Earlier", () => this.#go(place - 1));
        const next = button("Later →", () => this.#go(place + 1));
        previous.disabled = before === undefined;
        next.disabled = after === undefined;
        steps.append(previous, next);
        panel.querySelector("header")!.append(steps);
      });
      const every = button("Show all episodes below each other", () => {
        this.#isAll = !this.#isAll;
        every.setAttribute("aria-pressed", String(this.#isAll));
        this.show(this.#shown);
      });
      every.setAttribute("aria-pressed", "false");
      document.querySelector("#episodes")?.append(every);
    }
    const leading = this.#panels.findIndex((panel) => "leading" in panel.dataset);
    this.show(Math.max(0, this.#addressed() ?? leading));
    addEventListener("hashchange", () => {
      const place = this.#addressed();
      if (place === null) return;
      this.show(place);
      this.#panels[place]!.scrollIntoView();
    });
  }

  /** Shows the episode at a place of the page. */
  show(place: number): void {
    if (this.#panels.length === 0) return;
    this.#shown = place;
    this.#panels.forEach((panel, index) => {
      panel.hidden = !this.#isAll && index !== place;
      if (!panel.hidden) this.#onShow(index, panel);
      const link = document.querySelector(`#episodes a[href="#${CSS.escape(panel.id)}"]`);
      const row = [...document.querySelectorAll("#episodes a")].find(
        (a) => a.getAttribute("href") === `#${panel.id}`,
      );
      (link ?? row)?.closest("tr")?.classList.toggle("current", index === place);
      if (index === place) row?.setAttribute("aria-current", "true");
      else row?.removeAttribute("aria-current");
    });
  }

  #go(place: number): void {
    location.hash = `#${this.#panels[place]!.id}`;
    const heading = this.#panels[place]!.querySelector("h2")!;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** The episode that the page's address names. */
  #addressed(): number | null {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = this.#panels.findIndex((panel) => panel.id === id);
    return place < 0 ? null : place;
  }
}
